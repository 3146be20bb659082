namespace FineTune.Cli.Tests;

/// <summary>What stands in texts and labels breaks no line and commands no terminal.</summary>
public sealed class VisibleTextTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    private const string Text = "good\nmovie\t\u001b[31m";

    [Fact]
    public void Texts_and_labels_go_among_plain_lines_as_what_they_are()
    {
        string file = command.Write("labels.csv", "text,label", 12, i => $"play {i},{(i % 2 == 0 ? "\"no\nway\"" : "\u001b[31myes")}");

        Finished trained = command.Train("escaped", "--train_file", file, "--save_strategy", "no");
        string[] model = ["--model_name_or_path", command.At("escaped")];
        string plan = command.Run(["plan", .. model, "--train_file", file, "--no_measure", "--output_dir", command.At("planned")]).Output;
        Finished refused = command.Run(["evaluate", .. model, "--validation_file", command.Write("other.csv", "text,label\na,\u001b[31mno\n")]);
        Finished plain = command.Run(["predict", .. model, "--text", Text, "--top_k", "2"]);
        Finished json = command.Run(["predict", .. model, "--text", Text, "--json"]);

        Assert.Contains("of 2: \\x1b[31myes, no\\nway", trained.Output, StringComparison.Ordinal);
        Assert.Contains("no\\nway 6", plan, StringComparison.Ordinal);
        Assert.Contains("\\x1b[31myes 6", plan, StringComparison.Ordinal);
        Assert.Contains("\\x1b[31mno", refused.Errors, StringComparison.Ordinal);
        Assert.EndsWith("\tgood\\nmovie\\t\\x1b[31m", Assert.Single(plain.Output.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("no\\nway 0.", plain.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', trained.Output + trained.Errors + plan + refused.Errors + plain.Output);
        Assert.Equal(Text, (string)Assert.Single(json.JsonLines)["text"]!);
    }
}
