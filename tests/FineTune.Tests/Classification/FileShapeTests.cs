using FineTune.Classification;

namespace FineTune.Tests.Classification;

/// <summary>Files of another shape than rows are recognized, and layouts that mean rows are read.</summary>
public sealed class FileShapeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.csv", "text;label\na;1\n", "separated by \";\", not by \",\"")]
    [InlineData("a.csv", "text;label\na, b;1\n", "separated by \";\", not by \",\"")]
    [InlineData("a.csv", "text\tlabel\na\t1\n", "separated by a tab")]
    [InlineData("a.csv", "text|label\na|1\n", "separated by \"|\"")]
    [InlineData("a.csv", "sep=;\ntext;label\na;1\n", "names the separator for Excel")]
    [InlineData("a.csv", "SEP=,\ntext,label\na,1\n", "names the separator for Excel")]
    [InlineData("a.tsv", "text,label\na,1\n", "separated by \",\", not by a tab")]
    [InlineData("a.csv", "t\0e\0x\0t\0,\0l\0\n\0", "UTF-16")]
    [InlineData("a.json", "{\"text\": {\"0\": \"a\", \"1\": \"b\"}, \"label\": {\"0\": 1, \"1\": 0}}", "orient=\"records\"")]
    [InlineData("a.json", "{\"0\": {\"text\": \"a\", \"label\": 1}, \"1\": {\"text\": \"b\", \"label\": 0}}", "orient=\"records\"")]
    [InlineData("a.json", "{\"columns\": [\"text\"], \"index\": [0], \"data\": [[\"a\"]]}", "orient=\"split\"")]
    [InlineData("a.json", "{\"columns\": [\"text\"], \"data\": [[\"a\"]]}", "orient=\"split\"")]
    [InlineData("a.json", "{\"schema\": {}, \"data\": [{\"text\": \"a\"}]}", "orient=\"table\"")]
    [InlineData("a.json", "{\"text\": [\"a\", \"b\"], \"label\": [1, 0]}", "which are columns, not rows")]
    [InlineData("a.json", "{\"data\": [{\"text\": \"a\", \"label\": 1}]}", "its rows are under \"data\"")]
    [InlineData("a.json", "[[\"a\", 1], [\"b\", 0]]", "is not a row")]
    [InlineData("a.jsonl", "{\"text\": \"a\", \"text\": \"b\"}\n", "line 1 is not JSON")]
    [InlineData("a.jsonl", "{\"text\": \"a\"}\n{'text': 'b'}\n", "line 2 is not JSON")]
    [InlineData("a.jsonl", "{\"text\": \"a\"}\n{\"text\": \"b\",}\n", "line 2 is not JSON")]
    [InlineData("a.jsonl", "{\"text\": \"a\"}\n{\"text\": \"\\udc00\"}\n", "line 2: column \"text\" holds")]
    public void Another_shape_is_named(string name, string content, string message)
    {
        string file = _folder.Write(name, content);

        RunException refused = Assert.Throws<RunException>(() => TaskFiles.Read(file, "--train_file", new RunArguments()));

        Assert.Contains(message, refused.Problems[0], StringComparison.Ordinal);
        Assert.Contains(name, refused.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.csv", ";", "text;label\na, b;1\nc;0\n")]
    [InlineData("a.csv", "\\t", "text\tlabel\na, b\t1\nc\t0\n")]
    [InlineData("a.tsv", null, "text\tlabel\na, b\t1\nc\t0\n")]
    [InlineData("a.csv", null, "text,label\n\"a, b\",1\n   \nc,0\n\n")]
    [InlineData("a.jsonl", null, "{\"text\": \"a, b\", \"label\": 1}\n{\"text\": \"c\", \"label\": 0}\n")]
    [InlineData("a.jsonl", null, "{\"text\": \"a, b\", \"label\": 1}{\"text\": \"c\", \"label\": 0}")]
    [InlineData("a.jsonl", null, "{\"text\": \"a, b\", \"label\": 1} {\"text\": \"c\",\n \"label\": 0}")]
    [InlineData("a.jsonl", null, "{\n  \"text\": \"a, b\",\n  \"label\": 1\n}\n{\n  \"text\": \"c\",\n  \"label\": 0\n}\n")]
    [InlineData("a.jsonl", null, "{\"text\": \"a, b\", \"label\": 1}\r{\"text\": \"c\", \"label\": 0}\r")]
    [InlineData("a.json", null, "[{\"text\": \"a, b\", \"label\": 1, \"x\": NaN}, {\"text\": \"c\", \"label\": 0, \"x\": -Infinity}]")]
    [InlineData("a.jsonl", null, "{\"text\": \"a, b\", \"label\": 1, \"x\": NaN}\n{\"text\": \"c\", \"label\": 0, \"NaN\": Infinity}\n")]
    [InlineData("a.json", null, "{\n\"text\": [\"a, b\", \"c\"],\n\"label\": [1, 0]}")]
    public void Rows_in_any_layout_are_read(string name, string? sep, string content)
    {
        Dataset rows = TaskFiles.Read(_folder.Write(name, content), "--train_file", new RunArguments { CsvSep = sep });

        Assert.Equal(["a, b", "c"], rows["text"].ToArray<string>());
        Assert.Equal(["1", "0"], rows["label"].Select(value => Cell.Of(value).Text));
    }

    [Fact]
    public void A_line_of_blanks_is_no_row_but_one_of_another_white_character_is()
    {
        Dataset rows = TaskFiles.Read(_folder.Write("a.csv", "text\ngood\n  \t\n\u2028\n\u00a0\n\" \"\nbad\n"), "--train_file", new RunArguments());

        Assert.Equal(["good", "\u2028", "\u00a0", " ", "bad"], rows["text"].ToArray<string>());
    }

    [Fact]
    public void The_words_of_Pythons_JSON_inside_texts_stay()
    {
        Dataset rows = Dataset.LoadJson(_folder.Write("a.jsonl", "{\"t\": \"NaN \\\"Infinity\", \"x\": NaN}\n{\"t\": \"b\", \"x\": 1.5}\n"));

        Assert.Equal(["NaN \"Infinity", "b"], rows["t"].ToArray<string>());
        Assert.Equal(new object?[] { null, 1.5 }, rows["x"]);
    }

    [Fact]
    public void A_separator_without_a_file_it_could_separate_is_refused()
    {
        RunArguments run = new() { TrainFile = _folder.Write("a.jsonl", "{\"text\": \"a\", \"label\": 1}\n"), CsvSep = ";" };

        Assert.Contains("--csv_sep: it stands between the values of csv and tsv files, but no file is one", string.Join('|', Assert.Throws<RunException>(() => TaskFiles.Load(run, true, false, false, [])).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_row_far_behind_is_named_by_its_line()
    {
        string file = _folder.Write("a.jsonl", string.Concat(Enumerable.Repeat("{\"text\": \"a\"}\n", 99)) + "{\"text\": \"a\"\n{\"text\": \"b\"}\n");

        Assert.Contains("line 100 is not JSON", Assert.Throws<InvalidDataException>(() => Dataset.LoadJson(file)).Message, StringComparison.Ordinal);
    }
}
