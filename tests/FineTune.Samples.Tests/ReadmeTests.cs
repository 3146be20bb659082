using Microsoft.CodeAnalysis;

namespace FineTune.Samples.Tests;

/// <summary>The README's program, pasted as it is and run, with a tiny model and a few rows where it expects the samples.</summary>
[Collection("console")]
public sealed class ReadmeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finetune-readme-").FullName;
    private readonly string _before = Directory.GetCurrentDirectory();

    public ReadmeTests() => Directory.SetCurrentDirectory(_folder);

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_program_compiles_as_top_level_statements_trains_and_answers()
    {
        TinyModel.Create(Path.Combine("samples", "models", "minilm"));
        Directory.CreateDirectory(Path.Combine("samples", "data", "snips"));
        foreach (string name in new[] { "train", "dev" })
        {
            IEnumerable<string> rows = File.ReadLines(Path.Combine(Golden.RepositoryRoot, "samples", "data", "snips", name + ".csv"));
            File.WriteAllLines(Path.Combine("samples", "data", "snips", name + ".csv"), rows.Take(name == "train" ? 2001 : 33));
        }

        string output = PastedProgram.Run(Block());

        Assert.Contains("step 250/250  epoch 2", output, StringComparison.Ordinal);
        Assert.Matches(@"ClassificationResult \{ Label = [A-Z]\w+, Score = 0\.\d+ \}", output);
        Assert.True(File.Exists(Path.Combine("out", "final", "model.safetensors")));
    }

    [Fact]
    public void Every_file_and_folder_it_names_is_in_the_repository()
    {
        string[] paths = [.. Block().Split('"').Where(text => text.StartsWith("samples/", StringComparison.Ordinal))];

        Assert.Equal(4, paths.Length);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Golden.RepositoryRoot, path)), path));
    }

    [Fact]
    public void Every_file_it_links_to_is_there() => Assert.All(
        System.Text.RegularExpressions.Regex.Matches(Text(), @"\]\((?!http)([^)#]+)").Select(match => match.Groups[1].Value),
        path => Assert.True(Path.Exists(Path.Combine(Golden.RepositoryRoot, path)), path));

    [Theory]
    [InlineData("var a = new TrainingArguments { EvaluationStrategy = IntervalStrategy.Epoch };", "EvaluationStrategy is now EvalStrategy.")]
    [InlineData("var a = new TrainingArguments(\"out\") { NoCuda = true };", "NoCuda is now UseCpu.")]
    [InlineData("Dataset.LoadCsv(\"x.csv\").SetFormat(\"torch\");", "SetFormat is WithFormat here")]
    public void An_old_name_does_not_compile_and_says_the_new_one(string line, string message) => Assert.Contains(
        PastedProgram.Compile("using FineTune;\n" + line).GetDiagnostics(),
        diagnostic => diagnostic is { Id: "CS0619", Severity: DiagnosticSeverity.Error } && diagnostic.GetMessage(null).Contains(message, StringComparison.Ordinal));

    private static string Text() => File.ReadAllText(Path.Combine(Golden.RepositoryRoot, "README.md"));

    private static string Block() => Text().Split("```csharp\n")[1].Split("```")[0];
}
