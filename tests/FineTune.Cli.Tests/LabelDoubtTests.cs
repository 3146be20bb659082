namespace FineTune.Cli.Tests;

/// <summary>Evaluating a saved model on labels that are not its own is said, where nothing else would tell.</summary>
public sealed class LabelDoubtTests : IClassFixture<CommandFixture>
{
    private readonly CommandFixture _command;
    private readonly string _model;

    public LabelDoubtTests(CommandFixture command)
    {
        _command = command;
        _model = command.At("learned");
        if (!Directory.Exists(_model))
        {
            Assert.Equal(0, command.Train("learned", "--max_steps", "150", "--learning_rate", "3e-3", "--save_strategy", "no").Code);
        }
    }

    [Fact]
    public void Its_own_labels_raise_no_doubt() =>
        Assert.DoesNotContain("warning", Evaluate("right.csv", i => File.ReadAllLines(_command.At("train.csv"))[1 + i], 24).Errors, StringComparison.Ordinal);

    [Fact]
    public void Labels_that_never_occur_are_named()
    {
        Finished run = Evaluate("few.csv", i => $"play a song {i},play", 9);

        Assert.Contains("2 of the model's 3 labels never occur: book, weather.", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_where_the_model_has_names_are_shown_with_what_they_are_taken_for()
    {
        Finished run = Evaluate("ids.csv", i => $"play a song {i},{i % 3}", 9);

        Assert.Contains("taken for the model's ids: 0 is book, 1 is play, 2 is weather. If they were numbered for another model", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_numbered_for_another_model_are_recognized_by_what_it_predicts()
    {
        string[] other = ["weather", "book", "play"]; // Of book, play, weather.
        Finished run = Evaluate("moved.csv", i => File.ReadAllLines(_command.At("train.csv"))[1 + i].Split(',') is var row && row[1] == "book" ? $"{row[0]},{other[0]}" : $"{row[0]},{(row[1] == "play" ? other[1] : other[2])}", 24);

        Assert.Contains("if the labels of the file meant others: ", run.Errors, StringComparison.Ordinal);
        Assert.Contains("They look as if they were numbered or named for another model.", run.Errors, StringComparison.Ordinal);
    }

    private Finished Evaluate(string name, Func<int, string> row, int rows)
    {
        Finished run = _command.Run("evaluate", "--model_name_or_path", _model, "--validation_file", _command.Write(name, "text,label", rows, row));
        Assert.True(run.Code == 0, run.Errors);
        return run;
    }
}
