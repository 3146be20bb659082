using FineTune.Classification;

namespace FineTune.Tests.Classification;

/// <summary>Which columns are taken for texts.</summary>
public sealed class ColumnContentTests : IDisposable
{
    private const string Numbered = "q1|q2|q3|q4|q5|q6|q7|q8|q9|q10";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("text", "a b|c d", null)]
    [InlineData("text", "a|b", null)]
    [InlineData("text", "1|b", null)]
    [InlineData("text", "|b|c", null)]
    [InlineData("text", "only row", null)]
    [InlineData("codes", Numbered, "identifiers")]
    [InlineData("codes", Numbered + "|q10", null)]
    [InlineData("codes", Numbered + "|two words 1", null)]
    [InlineData("few codes", "q1|q2|q3", null)]
    [InlineData("", "a|b", "no name")]
    [InlineData(" ", "a|b", "no name")]
    [InlineData("Unnamed: 0", "a|b", "no name")]
    [InlineData("index", "0|1|2", "nothing but numbers")]
    [InlineData("score", "0.5|1.25|-3e2", "nothing but numbers")]
    [InlineData("gaps", "1||3", "nothing but numbers")]
    [InlineData("flag", "True|False", "nothing but truth values")]
    [InlineData("flag", "true|TRUE|false", "nothing but truth values")]
    [InlineData("split", "train|train", "the same in all rows, \"train\"")]
    [InlineData("empty", "|", "empty")]
    public void A_column_without_texts_is_recognized(string name, string cells, string? reason)
    {
        string? why = ColumnContent.WhyNoText(name, cells.Split('|'));

        if (reason is null)
        {
            Assert.Null(why);
        }
        else
        {
            Assert.Contains(reason, why, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void All_files_of_a_run_decide_together()
    {
        TaskSplit train = Split("train", "text,other,label\na b,x,1\nc d,x,0\n");
        TaskSplit validation = Split("validation", "text,other,label\ne f,y,1\n");
        List<string> warnings = [];

        Assert.Equal(["text", "other"], TaskColumns.Of(new RunArguments(), [train, validation], warnings).Text);
        Assert.Empty(warnings);
        Assert.Equal(["text"], TaskColumns.Of(new RunArguments(), [train], warnings).Text);
        Assert.Contains("column \"other\" is no text: it is the same in all rows", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(["other"], TaskColumns.Of(new RunArguments { TextColumnNames = "other" }, [train], warnings).Text);
    }

    [Fact]
    public void An_only_column_is_the_text_and_several_without_texts_are_refused()
    {
        List<string> warnings = [];
        Assert.Equal(["text"], TaskColumns.Of(new RunArguments(), [Split("test", "text\n007\n1e5\n")], warnings).Text);
        Assert.Contains("is taken as the text", Assert.Single(warnings), StringComparison.Ordinal);

        RunException refused = Assert.Throws<RunException>(() => TaskColumns.Of(new RunArguments(), [Split("train", ",id,label\n0,5,a\n1,6,b\n")], []));
        Assert.Contains("has no text column beside the label \"label\"", refused.Problems[0], StringComparison.Ordinal);
        Assert.Contains("column \"id\" is no text: it holds nothing but numbers", refused.Problems[0], StringComparison.Ordinal);
        Assert.Contains("--text_column_names", refused.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a\"|5", false, "row 1")]
    [InlineData("\"a\"|5", true, "row 1")]
    [InlineData("\"a\"|[\"b\"]", false, "a list")]
    [InlineData("\"a\"|{\"b\": 1}", true, "an object")]
    [InlineData("true|\"a\"", false, "a truth value")]
    [InlineData("5|6.50", false, "a number")]
    [InlineData("5|6.50", true, null)]
    [InlineData("true|false", true, null)]
    [InlineData("\"a\"|null", false, null)]
    [InlineData("\"5\"|\"6\"", false, null)]
    public void A_cell_that_is_no_text_is_refused_where_one_is_wanted(string cells, bool isNamed, string? message)
    {
        string file = _folder.Write("rows.jsonl", string.Concat(cells.Split('|').Select(cell => $"{{\"t\": {cell}}}\n")));
        TaskSplit split = TaskSplit.Cut("test", file, TaskFiles.Read(file, "--test_file", new RunArguments()), new RunArguments());

        string[] problems = [.. TextCells.Problems(split, "t", isNamed)];

        if (message is null)
        {
            Assert.Empty(problems);
        }
        else
        {
            Assert.Contains(message, problems[0], StringComparison.Ordinal);
            Assert.Contains("rows.jsonl, line ", problems[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_only_column_of_numbers_is_the_text_in_every_format()
    {
        string file = _folder.Write("only.jsonl", "{\"t\": 5, \"label\": 1}\n{\"t\": 6, \"label\": 0}\n");
        TaskSplit split = TaskSplit.Cut("train", file, TaskFiles.Read(file, "--train_file", new RunArguments()), new RunArguments());

        TaskColumns columns = TaskColumns.Of(new RunArguments(), [split], []);

        Assert.True(columns.IsOnly);
        Assert.Empty(TextCells.Problems(split, "t", columns.IsOnly));
        Assert.Equal("5", columns.First(split.Rows[0]));
    }

    private TaskSplit Split(string name, string csv)
    {
        string file = _folder.Write($"{name}.csv", csv);
        return TaskSplit.Cut(name, file, TaskFiles.Read(file, "--train_file", new RunArguments()), new RunArguments());
    }
}
