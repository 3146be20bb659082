using System.Reflection;
using System.Text;

namespace FineTune.Samples.Tests;

/// <summary>Runs the programs of samples/ on a tiny model and a few rows, as a user would.</summary>
[Collection("console")]
public sealed class SampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finetune-samples-").FullName;

    public static TheoryData<string> Programs => ["CsvClassification", "Sentiment", "Paraphrase", "Imdb", "Mrpc", "Yelp"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Csv_classification_keeps_the_best_model()
    {
        string output = Run("CsvClassification", TinyModel.Create(Path.Combine(_folder, "model")), Texts(40), Path.Combine(_folder, "out"));

        Assert.Contains("12 steps", output, StringComparison.Ordinal);
        Assert.Contains("best checkpoint", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder, "out", "final", "model.safetensors")));
    }

    [Fact]
    public void Sentiment_saves_reloads_and_resumes()
    {
        string output = Run("Sentiment", TinyModel.Create(Path.Combine(_folder, "model")), Texts(64), Path.Combine(_folder, "out"));

        Assert.Contains("step 2: loss", output, StringComparison.Ordinal);
        Assert.Contains("resumed from step 4, now at 8", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Paraphrase_prints_the_table_of_epochs()
    {
        string output = Run("Paraphrase", TinyModel.Create(Path.Combine(_folder, "model")), Pairs(24), Pairs(9), Path.Combine(_folder, "out"));

        Assert.Contains("eval_accuracy", output, StringComparison.Ordinal);
        Assert.Contains("eval_f1", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_sample_has_fewer_than_sixty_lines(string name) =>
        Assert.True(File.ReadLines(Path.Combine(Golden.RepositoryRoot, "samples", name, "Program.cs")).Count() < 60);

    internal static string Run(string program, params string[] arguments) => Run(Assembly.Load(program).EntryPoint!, arguments);

    internal static string Run(MethodInfo main, params string[] arguments)
    {
        TextWriter console = Console.Out;
        StringWriter written = new();
        Console.SetOut(written);
        try
        {
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [arguments]);
        }
        finally
        {
            Console.SetOut(console);
        }

        return written.ToString();
    }

    private string Texts(int rows) => Write("text,label", rows, i => $"\"the film was {(i % 2 == 0 ? "good" : "bad")}, say {i}\",{(i % 2 == 0 ? "pos" : "neg")}");

    private string Pairs(int rows) => Write("sentence1,sentence2,label", rows, i => $"the man ran {i},the man walked {i % 3},{i % 2}");

    private string Write(string header, int rows, Func<int, string> row)
    {
        string path = Path.Combine(_folder, $"{rows}.csv");
        File.WriteAllText(path, header + "\n" + string.Concat(Enumerable.Range(0, rows).Select(i => row(i) + "\n")), new UTF8Encoding(false));
        return path;
    }
}
