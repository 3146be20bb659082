namespace FineTune.Cli.Tests;

/// <summary>A head that was trained for other labels is trained on, as the reference does, and that is said.</summary>
public sealed class HeadOfOthersTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    private const string Said = "The model's head was trained for book, play, weather, but the labels are ";

    [Theory]
    [InlineData("others", "low normal urgent", "low, normal, urgent: training goes on from that head")]
    [InlineData("numbers", "0 1 2", "0, 1, 2: training goes on from that head")]
    public void Names_that_the_model_does_not_know_are_warned_of(string name, string labels, string expected)
    {
        string model = Trained("model-" + name);
        string file = Rows(name, labels);

        foreach (string verb in (string[])["plan", "train"])
        {
            Finished run = Use(verb, model, file, "out-" + name);

            Assert.Equal(0, run.Code);
            Assert.Contains(Said + expected, run.Output + run.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Nothing_is_said_of_the_same_names_or_of_a_model_without_names()
    {
        string model = Trained("same");

        Assert.DoesNotContain("head was trained", AllOf(Use("plan", model, command.At("train.csv"), "none")), StringComparison.Ordinal);
        Assert.DoesNotContain("head was trained", AllOf(Use("plan", command.Model, command.At("train.csv"), "none")), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_of_a_run_that_goes_on()
    {
        string file = Rows("resumed", "low normal urgent");
        string model = Trained("model-resumed");
        Assert.Equal(0, Use("train", model, file, "resumed").Code);

        Assert.DoesNotContain("head was trained", AllOf(command.Run("resume", command.At("resumed"))), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "head was trained", AllOf(Use("train", model, file, "resumed", "--resume_from_checkpoint", command.At("resumed", "checkpoint-1"))), StringComparison.Ordinal);
    }

    private static string AllOf(Finished run)
    {
        Assert.True(run.Code == 0, run.Errors);
        return run.Output + run.Errors;
    }

    private string Rows(string name, string labels) =>
        command.Write(name + ".csv", "text,label", 12, i => $"some words {i},{labels.Split(' ')[i % 3]}");

    private Finished Use(string verb, string model, string file, string folder, params string[] more) =>
        command.Run([verb, "--model_name_or_path", model, "--train_file", file, "--max_steps", "1", "--output_dir", command.At(folder), .. more]);

    private string Trained(string folder)
    {
        Assert.Equal(0, command.Train(folder, "--max_steps", "1").Code);
        return command.At(folder);
    }
}
