namespace FineTune.Cli.Tests;

/// <summary>A model whose outputs are no numbers answers nothing: the first label would look like an answer.</summary>
public sealed class NotANumberTests : IClassFixture<CommandFixture>
{
    private readonly CommandFixture _command;
    private readonly string _model;

    public NotANumberTests(CommandFixture command) => (_command, _model) = (command, Make(command));

    [Theory]
    [InlineData("predict --text play --json", "\"play\"")]
    [InlineData("predict --text play", "\"play\"")]
    [InlineData("predict --test_file TEST", "row 0 of TEST")]
    [InlineData("evaluate --validation_file DEV", "row 0 of DEV")]
    public void It_is_said_with_the_text_and_the_weights_that_are_damaged(string line, string what)
    {
        Finished run = _command.Run([.. Full(line).Split(' '), "--model_name_or_path", _model]);

        Assert.Equal(2, run.Code);
        Assert.DoesNotContain("eval_accuracy", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("score", run.Output, StringComparison.Ordinal);
        Assert.StartsWith($"The model's output for {Full(what)} is not a number: the weights of classifier.weight are not finite.", Assert.Single(run.Problems), StringComparison.Ordinal);

        string Full(string text) => text.Replace("TEST", _command.At("test.csv"), StringComparison.Ordinal).Replace("DEV", _command.At("dev.csv"), StringComparison.Ordinal);
    }

    /// <summary>Trains a model and damages one of its weights.</summary>
    internal static string Make(CommandFixture command)
    {
        string folder = command.At("damaged");
        if (!Directory.Exists(folder))
        {
            Assert.Equal(0, command.Train("damaged", "--save_strategy", "no").Code);
            PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(folder);
            model.NamedParameters().Single(pair => pair.Name == "classifier.weight").Parameter.Span[3] = float.NaN;
            model.SavePretrained(folder);
        }

        return folder;
    }
}
