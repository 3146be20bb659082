using System.Text.RegularExpressions;

namespace FineTune.Cli.Tests;

/// <summary>The recorded terminal of docs/first-run.md shows what the command prints: line by line, but for the numbers.</summary>
public sealed partial class FirstRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finetune-first-").FullName;
    private readonly string _recorded = File.ReadAllText(At("docs", "first-run.md"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_training_and_asking_print_is_what_was_recorded()
    {
        string output = Path.Combine(_folder, "intents");
        string[] files = ["--train_file", At("samples", "data", "snips", "train.csv"), "--validation_file", At("samples", "data", "snips", "dev.csv"), "--test_file", At("samples", "data", "snips", "test.csv")];
        string[] few = ["--max_train_samples", "32", "--max_eval_samples", "16", "--max_predict_samples", "16", "--logging_steps", "50"];
        string[] model = ["--model_name_or_path", At("samples", "models", "minilm")];

        Assert.Equal(Block("train samples/intents.json"), Shape(Run(["train", At("samples", "intents.json"), .. model, .. files, .. few, "--output_dir", output, "--log_format", "live"])));
        Assert.Equal(
            Words().Replace(string.Join('\n', Block("predict --model_name_or_path out/intents --text \"play some jazz\" --top_k 3")), "word"),
            Words().Replace(string.Join('\n', Shape(Run(["predict", "--model_name_or_path", output, "--text", "play some jazz", "--top_k", "3"]))), "word"));
    }

    [Fact]
    public void The_readme_shows_the_commands_that_were_recorded()
    {
        string readme = File.ReadAllText(At("README.md"));

        Assert.Contains("docs/first-run.md", readme, StringComparison.Ordinal);
        Assert.Contains("train samples/intents.json", readme, StringComparison.Ordinal);
        Assert.Matches(@"\n 50% \[############............\] \d+/\d+  .* steps/s  loss [\d.]+\n", _recorded);
        Assert.Contains("\nTime        about ", _recorded, StringComparison.Ordinal);
    }

    private static string At(params string[] parts) => Path.Combine([Golden.RepositoryRoot, .. parts]);

    private string Run(string[] words)
    {
        using StringWriter terminal = new() { NewLine = "\n" };
        int code = CommandLine.Run(words, TextReader.Null, terminal, terminal);
        Assert.True(code == 0, terminal.ToString());
        return terminal.ToString().Replace(Path.Combine(_folder, "intents"), "out/intents", StringComparison.Ordinal).Replace(Golden.RepositoryRoot + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal);
    }

    private string[] Block(string command)
    {
        string start = $"```\n$ finetune {command}\n";
        int at = _recorded.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return Shape(_recorded[at.._recorded.IndexOf("\n```", at, StringComparison.Ordinal)]);
    }

    /// <summary>The lines a screen keeps, without colours, with every number the same and blanks that only align gone.</summary>
    private static string[] Shape(string text) =>
        [.. text.Trim('\n').Split('\n').Select(line => Blanks().Replace(Numbers().Replace(Colors().Replace(line.Split("\u001b[K")[^1], string.Empty), "0"), " ").Trim())];

    [GeneratedRegex("\u001b\\[[0-9]*m")]
    private static partial Regex Colors();

    [GeneratedRegex("[0-9][0-9.,:e+-]*(MB|GF)?")]
    private static partial Regex Numbers();

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();

    [GeneratedRegex("AddToPlaylist|BookRestaurant|GetWeather|PlayMusic|RateBook|SearchCreativeWork|SearchScreeningEvent")]
    private static partial Regex Words();
}
