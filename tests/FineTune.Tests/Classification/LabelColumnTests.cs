using FineTune.Classification;

namespace FineTune.Tests.Classification;

/// <summary>What the label column of a training file means, and what is refused.</summary>
public sealed class LabelColumnTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv", "good|bad", "single", "bad|good")]
    [InlineData("csv", "0|1|10|2", "single", "0|1|2|10")]
    [InlineData("csv", "007|7|07", "single", "007|07|7")]
    [InlineData("csv", "1|1.0|none", "single", "1|1.0|none")]
    [InlineData("csv", "NA|None|null", "single", "NA|None|null")]
    [InlineData("csv", "True|False", "single", "False|True")]
    [InlineData("csv", "true|false", "single", "false|true")]
    [InlineData("csv", "-1|1", "single", "-1|1")]
    [InlineData("csv", "1e5|x", "single", "1e5|x")]
    [InlineData("csv", "[spam]|[ham]", "single", "[ham]|[spam]")]
    [InlineData("csv", "0.0|1.0", "regression", "")]
    [InlineData("csv", "1|2.5", "regression", "")]
    [InlineData("csv", "1e-3|4", "regression", "")]
    [InlineData("csv", "0.5|big", "single", "0.5|big")]
    [InlineData("csv", "1|2|NA", "single", "1|2|NA")]
    [InlineData("csv", "a,b|a", "multi", "a|b")]
    [InlineData("csv", "[\"a\", \"b\"]|[]", "multi", "a|b")]
    [InlineData("csv", "['a', 'b']|['c']", "multi", "a|b|c")]
    [InlineData("csv", "['it\\'s', \"b\"]|['c']", "multi", "b|c|it's")]
    [InlineData("csv", "['a' 'b']|['b']", "multi", "a|b")]
    [InlineData("csv", "('a', 'b')|('a',)", "multi", "a|b")]
    [InlineData("csv", "[1, 0, 1]|[0, 0, 1]", "multi", "LABEL_0|LABEL_1|LABEL_2")]
    [InlineData("csv", "[1. 0. 1.]|[0. 0. 1.]", "multi", "LABEL_0|LABEL_1|LABEL_2")]
    [InlineData("csv", "[True, False]|[False, True]", "multi", "LABEL_0|LABEL_1")]
    [InlineData("csv", "[1, 0]|[0]", "multi", "0|1")]
    [InlineData("csv", "[3, 5]|[3]", "multi", "3|5")]
    [InlineData("jsonl", "[1.0, 0.0]|[0.0, 0.0]", "multi", "LABEL_0|LABEL_1")]
    [InlineData("jsonl", "[true, false, true]|[false, false, true]", "multi", "LABEL_0|LABEL_1|LABEL_2")]
    [InlineData("jsonl", "[\"a\"]|[\"b\", \"c\"]|[]", "multi", "a|b|c")]
    [InlineData("jsonl", "[1]|[2, 0]", "multi", "0|1|2")]
    [InlineData("jsonl", "1|\"x\"", "single", "1|x")]
    [InlineData("jsonl", "1|0", "single", "0|1")]
    [InlineData("jsonl", "true|false", "single", "False|True")]
    [InlineData("jsonl", "1.0|2", "regression", "")]
    [InlineData("jsonl", "\"1\"|\"1.0\"|\"x\"", "single", "1|1.0|x")]
    public void Labels_are_what_their_characters_say(string format, string cells, string problem, string names)
    {
        LabelSet labels = LabelSet.FromTraining(Split(format, cells), new RunArguments());

        Assert.StartsWith(problem, labels.Problem.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(names, string.Join('|', labels.Names));
        LabelReader.Read(Split(format, cells), "label", labels);
    }

    [Theory]
    [InlineData("csv", "0.25|NA|0.5", "NA")]
    [InlineData("csv", "0.25|n/a|0.5", "n/a")]
    [InlineData("csv", "0.25|NaN|0.5", "NaN")]
    [InlineData("csv", "1|null|0.5", "null")]
    [InlineData("csv", "0.25|None|1", "None")]
    [InlineData("csv", "0.25|-inf|0.5", "-inf")]
    [InlineData("csv", "0.25|Infinity|0.5", "Infinity")]
    [InlineData("jsonl", "0.25|\"NA\"|0.5", "NA")]
    public void A_mark_among_fractions_is_no_class_and_is_refused_with_its_row(string format, string cells, string mark)
    {
        TaskSplit split = Split(format, cells);
        LabelSet labels = LabelSet.FromTraining(split, new RunArguments());

        Assert.Equal(ProblemType.Regression, labels.Problem);
        string problem = Assert.Single(Assert.Throws<RunException>(() => LabelReader.Read(split, "label", labels)).Problems);
        Assert.Contains($"the label \"{mark}\": Expected a number: correct these rows, or pass --do_regression false. (row 1 (", problem, StringComparison.Ordinal);
        Assert.Equal(ProblemType.SingleLabelClassification, LabelSet.FromTraining(split, new RunArguments { DoRegression = false }).Problem);
    }

    [Theory]
    [InlineData("csv", "|", "no row has a label")]
    [InlineData("jsonl", "[]|[]", "no row has a label")]
    [InlineData("jsonl", "null|NaN", "no row has a label")]
    [InlineData("csv", "[\"a\", null]|[\"b\"]", "element 1 of the list is missing (column \"label\", row 0 (")]
    [InlineData("csv", "['a', nan]|['b']", "element 1 of the list is missing")]
    [InlineData("csv", "[a, b]|[c]", "begins like a list, but is none")]
    [InlineData("csv", "['a', 'b]|['c']", "begins like a list, but is none")]
    [InlineData("csv", "['a',, 'b']|['c']", "begins like a list, but is none")]
    [InlineData("csv", "[[1, 0], [0, 1]]|[1, 0]", "begins like a list, but is none")]
    [InlineData("jsonl", "[\"a\", null]|[\"b\"]", "element 1 of the list is missing")]
    [InlineData("jsonl", "[[1, 0]]|[[0, 1]]", "element 0 of the list, [1,0], is no label")]
    [InlineData("jsonl", "[{\"a\": 1}]|[]", "is no label")]
    public void What_is_no_label_is_refused(string format, string cells, string message)
    {
        RunException refused = Assert.Throws<RunException>(() => LabelSet.FromTraining(Split(format, cells), new RunArguments()));

        Assert.Contains(message, refused.Problems[0], StringComparison.Ordinal);
        Assert.Contains($"rows.{format}", refused.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0|1", "0.0|1.0", "0 1")]
    [InlineData("0|1", "1|1.", "1 1")]
    [InlineData("0|10", "1e1|0", "1 0")]
    [InlineData("01|02", "01|02", "0 1")]
    [InlineData("1|1.0|x", "1.0|1", "1 0")]
    [InlineData("0|1", "00|1", null)]
    [InlineData("0|1", "0.5|1", null)]
    [InlineData("01|02", "1|2", null)]
    [InlineData("0|1", "|1", null)]
    [InlineData("yes|no", "Yes|no", null)]
    [InlineData("NA|x", "NA|x", "0 1")]
    [InlineData("NA|x", "|x", null)]
    public void A_label_of_another_file_is_found_by_its_characters(string training, string other, string? ids)
    {
        LabelSet labels = LabelSet.FromTraining(Split("csv", training), new RunArguments());
        TaskSplit split = Split("csv", other);

        if (ids is null)
        {
            Assert.Throws<RunException>(() => LabelReader.Read(split, "label", labels));
            return;
        }

        Assert.Equal(ids, string.Join(' ', LabelReader.Read(split, "label", labels).Cast<long>()));
    }

    [Theory]
    [InlineData(LabelFormat.Single, "a,b|c", "single", "a,b|c")]
    [InlineData(LabelFormat.Single, "[1, 0]|[0, 1]", "single", "[0, 1]|[1, 0]")]
    [InlineData(LabelFormat.Single, "['a', null]|x", "single", "['a', null]|x")]
    [InlineData(LabelFormat.Names, "[1, 0]|[0, 1]", "multi", "0|1")]
    [InlineData(LabelFormat.Names, "a|b", "multi", "a|b")]
    [InlineData(LabelFormat.MultiHot, "[1, 0]|[0, 1]", "multi", "LABEL_0|LABEL_1")]
    public void A_flag_overrules_how_cells_look(LabelFormat format, string cells, string problem, string names)
    {
        LabelSet labels = LabelSet.FromTraining(Split("csv", cells), new RunArguments { LabelFormat = format });

        Assert.StartsWith(problem, labels.Problem.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(names, string.Join('|', labels.Names));
    }

    [Theory]
    [InlineData("0|1", "0|1|0", "")]
    [InlineData("0|1", "-1|-1", "0 1")]
    [InlineData("0|1", "-1.0|-1.0", "0 1")]
    [InlineData("0|1", "?|?", "0 1")]
    [InlineData("0|1", "|", "0 1")]
    [InlineData("0|1", "0||1", "1")]
    [InlineData("0|1", "0|?|1|-1", "1 3")]
    [InlineData("a|b", "NA|None|null|nan|a", "0 1 2 3")]
    [InlineData("a|b", "0|0|0", "0 1 2")]
    [InlineData("a|b", "later|later", "0 1")]
    [InlineData("NA|b", "NA|b|?", "2")]
    [InlineData("-1|1", "-1|1", "")]
    [InlineData("0.5|1.5", "?|2|", "0 2")]
    [InlineData("a,b|a", "?|a|", "0 2")]
    public void Labels_of_a_file_that_is_only_predicted_may_be_placeholders(string training, string test, string unlabeled)
    {
        LabelSet labels = LabelSet.FromTraining(Split("csv", training), new RunArguments());
        TaskSplit split = Split("csv", test);

        IReadOnlySet<int> rows = TestLabels.Unlabeled(split, "label", labels);

        Assert.Equal(unlabeled, string.Join(' ', rows.Order()));
        LabelReader.Read(split, "label", labels, rows);
    }

    [Theory]
    [InlineData("a|b", "a|c")]
    [InlineData("a|b", "c|d")]
    [InlineData("0|1", "0|2|?")]
    [InlineData("0.5|1.5", "x|2")]
    public void Words_among_labels_of_a_file_that_is_only_predicted_are_mistakes(string training, string test)
    {
        LabelSet labels = LabelSet.FromTraining(Split("csv", training), new RunArguments());
        TaskSplit split = Split("csv", test);

        Assert.Throws<RunException>(() => LabelReader.Read(split, "label", labels, TestLabels.Unlabeled(split, "label", labels)));
    }

    [Fact]
    public void Multi_hot_lists_become_the_rows_of_the_loss_also_for_a_saved_model()
    {
        TaskSplit split = Split("csv", "[1. 0. 1.]|[0. 0. 1.]");
        LabelSet trained = LabelSet.FromTraining(split, new RunArguments());
        LabelSet saved = LabelSet.FromModel(SeveralOf3, new RunArguments(), split);

        foreach (LabelSet labels in new[] { trained, saved })
        {
            float[][] rows = (float[][])LabelReader.Read(split, "label", labels);
            Assert.Equal([1f, 0f, 1f], rows[0]);
            Assert.Equal([0f, 0f, 1f], rows[1]);
            Assert.Equal([0, 2], labels.IdsIn("[1. 0. 1.]"));
        }

        Assert.Contains(
            "--label_format multi_hot",
            Assert.Throws<RunException>(() => LabelSet.FromTraining(Split("csv", "[1, 0]|[1]"), new RunArguments { LabelFormat = LabelFormat.MultiHot })).Problems[0],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1, 0, 1]", LabelFormat.Auto, LabelFormat.MultiHot)]
    [InlineData("[1, 0]", LabelFormat.Auto, LabelFormat.Names)]
    [InlineData("[1, 0, 1]", LabelFormat.Names, LabelFormat.Names)]
    [InlineData("['LABEL_0']", LabelFormat.Auto, LabelFormat.Names)]
    [InlineData("['a', ", LabelFormat.Auto, LabelFormat.Names)]
    public void A_saved_models_labels_are_read_one_way_throughout(string cell, LabelFormat said, LabelFormat expected) =>
        Assert.Equal(expected, LabelSet.FromModel(SeveralOf3, new RunArguments { LabelFormat = said }, Split("csv", cell + "|")).Format);

    [Theory]
    [InlineData("test", "-1|[1, 0, 1]|?|", LabelFormat.MultiHot)]
    [InlineData("test", "-1|-1", LabelFormat.Names)]
    [InlineData("test", "later|[1, 0, 1]", LabelFormat.Names)]
    [InlineData("validation", "-1|[1, 0, 1]", LabelFormat.Names)]
    public void Marks_of_a_file_that_is_only_predicted_say_nothing_of_how_labels_are_written(string name, string cells, LabelFormat expected) =>
        Assert.Equal(expected, LabelSet.FromModel(SeveralOf3, new RunArguments(), Split("csv", cells) with { Name = name }).Format);

    [Fact]
    public void A_flag_that_the_labels_contradict_is_refused()
    {
        RunArguments single = new() { LabelFormat = LabelFormat.Single };
        Assert.Contains("--label_format single", Assert.Throws<RunException>(() => LabelSet.FromModel(SeveralOf3, single, null)).Problems[0], StringComparison.Ordinal);
        Assert.Contains(
            "--label_format",
            Assert.Throws<RunException>(() => LabelSet.FromTraining(Split("csv", "a|b") with { ClassNames = ["a", "b"] }, new RunArguments { LabelFormat = LabelFormat.Names })).Problems[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_with_a_point_stands_for_a_whole_one_only_among_whole_ones()
    {
        LabelSet mixed = LabelSet.FromTraining(Split("csv", "1|x"), new RunArguments());

        Assert.Null(mixed.IdOf(Cell.Of("1.0")));
        Assert.Equal(0, mixed.IdOf(Cell.Of("1")));
    }

    [Theory]
    [InlineData(@"[""a\tb"", 'c\'d']", "a\tb|c'd")]
    [InlineData(@"[""a\bc\f"", ""\/""]", "a\bc\f|/")]
    [InlineData(@"['\xe9', '\u00e9', '\U0001F600']", "é|é|😀")]
    [InlineData(@"['a\\n']", @"a\n")]
    [InlineData(@"['\d']", null)]
    [InlineData(@"['\u12']", null)]
    [InlineData(@"['\U00ffffff']", null)]
    public void Escapes_of_JSON_and_Python_are_read_or_refused(string text, string? elements)
    {
        if (elements is null)
        {
            Assert.Throws<FormatException>(() => ListText.Read(text));
        }
        else
        {
            Assert.Equal(elements, string.Join('|', ListText.Read(text)));
        }
    }

    private static BertConfig SeveralOf3 => new() { NumLabels = 3, ProblemType = ProblemType.MultiLabelClassification };

    private TaskSplit Split(string format, string cells)
    {
        string[] labels = cells.Split('|');
        string file = _folder.Write($"rows.{format}", format == "csv"
            ? "text,label\n" + string.Concat(labels.Select((label, row) => $"text {row},\"{label.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"))
            : string.Concat(labels.Select((label, row) => $"{{\"text\": \"text {row}\", \"label\": {label}}}\n")));
        return TaskSplit.Cut("train", file, TaskFiles.Read(file, "--train_file", new RunArguments()), new RunArguments());
    }
}
