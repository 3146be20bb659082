using FineTune.Tests.Hub;

namespace FineTune.Tests.Data.Loading;

public sealed class LoadDatasetTests
{
    private const string Rows = "text,label\nfine,1\nbad,0\ngreat,1\n";

    [Fact]
    public void The_lines_of_the_tutorials_compile_and_mean_one_thing()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("train.csv", Rows);
        folder.Write("test.csv", "text,label\nawful,0\n");
        LoadDatasetOptions options = new() { DataFiles = path };

        DatasetDict all = Datasets.LoadDataset(folder.Path);
        DatasetDict named = Datasets.LoadDataset(folder.Path, "default");
        Dataset part = Datasets.LoadDataset(folder.Path, split: "train[:50%]+test");
        Dataset namedPart = Datasets.LoadDataset(folder.Path, "default", split: "test");
        DatasetDict one = Datasets.LoadDataset("csv", dataFiles: path);
        Dataset onePart = Datasets.LoadDataset("csv", split: "train", dataFiles: path);
        DatasetDict several = Datasets.LoadDataset("csv", dataFiles: [path, path]);
        DatasetDict bySplit = Datasets.LoadDataset("csv", dataFiles: new() { ["a"] = [path], ["b"] = [path, path] });
        DatasetDict byOptions = Datasets.LoadDataset("csv", options);
        Dataset byOptionsAndSplit = Datasets.LoadDataset("csv", split: "train[-1:]", options: options);

        Assert.Equal(["train", "test"], all.Keys);
        Assert.Equal(["train", "test"], named.Keys);
        Assert.Equal(["fine", "bad", "awful"], part["text"].ToArray<string>());
        Assert.Equal(["awful"], namedPart["text"].ToArray<string>());
        Assert.Equal(3, one["train"].NumRows);
        Assert.Equal(3, onePart.NumRows);
        Assert.Equal(6, several["train"].NumRows);
        Assert.Equal((3, 6), (bySplit["a"].NumRows, bySplit["b"].NumRows));
        Assert.Equal(3, byOptions["train"].NumRows);
        Assert.Equal(["great"], byOptionsAndSplit["text"].ToArray<string>());
    }

    [Fact]
    public async Task The_asynchronous_lines_give_the_same()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("train.csv", Rows);

        Assert.Equal(3, (await Datasets.LoadDatasetAsync(folder.Path))["train"].NumRows);
        Assert.Equal(3, (await Datasets.LoadDatasetAsync("csv", new LoadDatasetOptions { DataFiles = path }))["train"].NumRows);
        Assert.Equal(1, (await Datasets.LoadDatasetAsync(folder.Path, split: "train[:1]")).NumRows);
        Assert.Equal(2, (await Datasets.LoadDatasetAsync(folder.Path, "default", split: "train[1:]")).NumRows);
    }

    [Fact]
    public async Task Several_splits_are_loaded_at_once()
    {
        using TemporaryFolder folder = new();
        folder.Write("train.csv", Rows);
        folder.Write("test.csv", "text,label\nawful,0\n");

        IReadOnlyList<Dataset> parts = Datasets.LoadDataset(folder.Path, null, ["train[:2]", "train[2:]", "test", "all"]);
        IReadOnlyList<Dataset> same = await Datasets.LoadDatasetAsync(folder.Path, null, ["test"]);

        Assert.Equal([2, 1, 1, 4], parts.Select(part => part.NumRows));
        Assert.Equal(["great"], parts[1]["text"].ToArray<string>());
        Assert.Equal(["awful"], Assert.Single(same)["text"].ToArray<string>());
        Assert.Contains("validation", Assert.Throws<ArgumentException>(() => Datasets.LoadDataset(folder.Path, null, ["train", "validation"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_planned_without_a_waiting_thread()
    {
        using TemporaryFolder folder = new();
        folder.Write("train.csv", Rows);

        IterableDataset train = await Datasets.LoadDatasetStreamingAsync(folder.Path, null, split: "train");
        IterableDatasetDict all = await Datasets.LoadDatasetStreamingAsync(folder.Path);

        Assert.Equal(["fine", "bad", "great"], train.Select(row => row.Get<string>("text")));
        Assert.Equal(3, all["train"].Count());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Datasets.LoadDatasetStreamingAsync(folder.Path, cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void A_null_that_becomes_data_files_means_that_none_are_given()
    {
        using TemporaryFolder folder = new();
        folder.Write("train.csv", Rows);
        string[]? none = null;

        Assert.Equal(3, Datasets.LoadDataset(folder.Path, dataFiles: none)["train"].NumRows);
    }

    [Fact]
    public void Only_the_files_of_the_splits_asked_for_are_read()
    {
        using TemporaryFolder folder = new();
        folder.Write("train.csv", Rows);
        folder.Write("test.csv", "broken,\"");

        Dataset train = Datasets.LoadDataset(folder.Path, split: "train");

        Assert.Equal(3, train.NumRows);
        Assert.Throws<InvalidDataException>(() => Datasets.LoadDataset(folder.Path));
    }

    [Fact]
    public void Features_convert_the_columns_and_keep_the_names_of_the_classes()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("rows.jsonl", "{\"label\": 1, \"text\": \"x\"}\n{\"label\": 0, \"text\": \"y\"}\n");
        Features features = new([new("text", Value.String), new("label", new ClassLabel("neg", "pos"))]);

        Dataset rows = Datasets.LoadDataset("json", split: "train", options: new LoadDatasetOptions { DataFiles = path, Features = features });

        Assert.Equal(["text", "label"], rows.ColumnNames);
        Assert.Equal(new ClassLabel("neg", "pos"), rows.Features["label"]);
        Assert.Equal([1L, 0L], rows["label"].ToArray<long>());
    }

    [Fact]
    public void Files_with_other_columns_are_refused_with_both_schemas()
    {
        using TemporaryFolder folder = new();
        folder.Write("train.csv", Rows);
        folder.Write("test.csv", "text\nawful\n");

        string message = Assert.Throws<InvalidDataException>(() => Datasets.LoadDataset(folder.Path)).Message;

        Assert.StartsWith("Couldn't cast\ntext: string\nto\ntext: string\nlabel: int64\nbecause column names don't match: 1 missing column (\"label\").", message);
        Assert.Contains("test.csv", message);
    }

    [Fact]
    public void A_column_that_cannot_be_converted_is_refused_with_both_schemas()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("rows.jsonl", "{\"label\": \"neutral\"}\n");
        Features features = new([new("label", new ClassLabel("neg", "pos"))]);

        string message = Assert.Throws<InvalidDataException>(() => Datasets.LoadDataset("json", new LoadDatasetOptions { DataFiles = path, Features = features })).Message;

        Assert.StartsWith("Couldn't cast\nlabel: string\nto\nlabel: ClassLabel(neg, pos)\n", message);
        Assert.Contains("neutral", message);
    }

    [Theory]
    [InlineData("- name: train\n    num_examples: 3", null)]
    [InlineData("- name: train\n    num_examples: 4", "NonMatchingSplitsSizesError: split \"train\"")]
    [InlineData("- name: train\n    num_examples: 3\n  - name: test\n    num_examples: 3", "ExpectedMoreSplitsError")]
    [InlineData("- name: test\n    num_examples: 3", "ExpectedMoreSplitsError")]
    public void Splits_and_rows_are_compared_with_what_the_README_says(string splits, string? error)
    {
        using TemporaryFolder folder = new();
        folder.Write("train.csv", Rows);
        folder.Write("README.md", $"---\ndataset_info:\n  splits:\n  {splits}\n---\n");

        string? message = Record.Exception(() => Datasets.LoadDataset(folder.Path))?.Message;
        DatasetDict lenient = Datasets.LoadDataset(folder.Path, new LoadDatasetOptions { VerificationMode = VerificationMode.NoChecks });

        Assert.StartsWith(error ?? string.Empty, message ?? string.Empty);
        Assert.Equal(error is null, message is null);
        Assert.Equal(3, lenient["train"].NumRows);
    }

    [Fact]
    public void A_configuration_says_how_its_files_are_read()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.csv", "fine;NA\nbad;x\n");
        folder.Write("README.md", "---\nconfigs:\n- config_name: a\n  data_files: a.csv\n  sep: ;\n  names: [text, note]\n  keep_default_na: false\n---\n");
        folder.Write("other/a.csv", "x\n1\n");
        folder.Write("other/README.md", "---\nconfigs:\n- config_name: a\n  data_files: a.csv\n  escapechar: '\\'\n---\n");

        Dataset rows = Datasets.LoadDataset(folder.Path, split: "train");
        string refused = Assert.Throws<InvalidDataException>(() => Datasets.LoadDataset(folder.File("other"))).Message;

        Assert.Equal(["text", "note"], rows.ColumnNames);
        Assert.Equal(["NA", "x"], rows["note"].ToArray<string>());
        Assert.Contains("escapechar", refused);
    }

    [Fact]
    public void What_the_caller_does_not_say_of_csv_files_the_configuration_still_says()
    {
        using TemporaryFolder folder = new();
        folder.Write("a.csv", "made by hand\nfine;NA;-\nbad;x;-\n");
        folder.Write(
            "README.md",
            "---\nconfigs:\n- config_name: a\n  data_files: a.csv\n  sep: ;\n  names: [text, note, more]\n  skiprows: 1\n  keep_default_na: false\n"
            + "  na_values: ['-']\n---\n");

        Dataset rows = Datasets.LoadDataset(folder.Path, split: "train", options: new LoadDatasetOptions { Csv = new CsvOptions { Dtype = Value.String } });
        Dataset own = Datasets.LoadDataset(
            folder.Path, split: "train", options: new LoadDatasetOptions { Csv = new CsvOptions { Dtype = Value.String, SkipRows = 2, KeepDefaultNa = true, NaValues = [] } });

        Assert.Equal(["NA", "x"], rows["note"].ToArray<string>());
        Assert.All(rows["more"].ToArray<string>(), Assert.Null);
        Assert.Equal(["x", "-"], new[] { own["note"].ToArray<string>(), own["more"].ToArray<string>() }.SelectMany(values => values));
    }

    [Theory]
    [InlineData("a.csv", "encoding: UTF-8", null)]
    [InlineData("a.csv", "quotechar: '\"'", null)]
    [InlineData("a.csv", "decimal: .", null)]
    [InlineData("a.csv", "header: 0", null)]
    [InlineData("a.csv", "chunksize: 100", null)]
    [InlineData("a.csv", "batch_size: 100", null)]
    [InlineData("a.csv", "license: mit", null)]
    [InlineData("a.csv", "encoding: latin-1", "encoding: \"latin-1\"")]
    [InlineData("a.csv", "quotechar: '|'", "quotechar: \"|\"")]
    [InlineData("a.csv", "decimal: ','", "decimal: \",\"")]
    [InlineData("a.csv", "header: 1", "header: 1")]
    [InlineData("a.csv", "header: 0\n  names: [a, b]", "header: 0")]
    [InlineData("a.csv", "nrows: 5", "nrows: 5")]
    [InlineData("a.csv", "sep: '|'", null)]
    [InlineData("a.csv", "sep: ', '", null)]
    [InlineData("a.csv", "sep: '::'", null)]
    [InlineData("a.csv", "sep: \"\\t\"", null)]
    [InlineData("a.csv", "sep: \\t", "which pandas takes for a regular expression")]
    [InlineData("a.csv", "delimiter: '\\s+'", "delimiter: \\s+, which pandas takes for a regular expression")]
    [InlineData("a.csv", "sep: '||'", "sep: ||, which pandas takes for a regular expression")]
    [InlineData("a.csv", "skiprows: -1", "skiprows: -1, but a whole number from 0 to 2147483647 was expected")]
    [InlineData("a.csv", "skiprows: 5000000000", "skiprows: 5000000000, but a whole number from 0 to 2147483647 was expected")]
    [InlineData("a.csv", "quoting: all", "quoting: \"all\", but a whole number of at most 32 bits was expected")]
    [InlineData("a.txt", "encoding: utf-8", null)]
    [InlineData("a.txt", "encoding: utf-16", "encoding: \"utf-16\"")]
    [InlineData("a.txt", "sep: x", null)]
    public void What_a_configuration_says_beside_is_harmless_refused_or_said_to_be_ignored(string file, string option, string? refused)
    {
        using TemporaryFolder folder = new();
        folder.Write(file, "x,y\n1,2\n");
        folder.Write("README.md", $"---\nconfigs:\n- config_name: a\n  data_files: {file}\n  {option}\n---\n");
        ListLogger log = new();

        string? message = Record.Exception(() => Datasets.LoadDataset(folder.Path, new LoadDatasetOptions { Logger = log }))?.Message;

        Assert.Equal(refused is null, message is null);
        Assert.Contains(refused ?? string.Empty, message ?? string.Empty, StringComparison.Ordinal);
        bool isUnknown = option is "license: mit" or "batch_size: 100" or "sep: x";
        Assert.Equal(isUnknown, log.Messages.Any(line => line.Contains("is no option of the", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_says_how_files_of_another_format_are_read_is_refused()
    {
        using TemporaryFolder folder = new();
        string csv = folder.Write("a.csv", Rows);
        string json = folder.Write("a.json", "[{\"x\": 1}]");

        Assert.StartsWith("Columns says how parquet files are read, but these are csv files.", Refused("csv", csv, new() { Columns = ["text"] }));
        Assert.StartsWith("Field says how json", Refused("csv", csv, new() { Field = "data" }));
        Assert.StartsWith("SampleBy says how text", Refused("json", json, new() { SampleBy = SampleBy.Line }));
        Assert.StartsWith("KeepLinebreaks says how text", Refused("json", json, new() { KeepLinebreaks = false }));
        Assert.StartsWith("Csv says how csv", Refused("json", json, new() { Csv = new() }));

        static string Refused(string reader, string file, LoadDatasetOptions options) =>
            Assert.Throws<ArgumentException>(() => Datasets.LoadDataset(reader, options: options, dataFiles: file)).Message;
    }

    [Fact]
    public void What_cannot_be_loaded_says_what_to_do()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("rows.jsonl", "{}");
        folder.Write("images/a.png", string.Empty);
        folder.Write("saved/state.json", "{}");
        folder.Write("script/script.py", string.Empty);

        Assert.Contains("dataFiles:", Message(file));
        Assert.Contains("imagefolder", Message(folder.File("images")));
        Assert.Contains("LoadFromDisk", Message(folder.File("saved")));
        Assert.StartsWith("Dataset scripts are no longer supported, but found script.py", Message(folder.File("script")));
        Assert.StartsWith("Please specify the data files or data directory to load for the csv dataset builder.", Message("csv"));
        Assert.Contains("it has arrow, csv", Message("audiofolder"));
        Assert.Contains("Empty 'data_files'", Assert.Throws<ArgumentException>(() => Datasets.LoadDataset("csv", dataFiles: [])).Message);
        Assert.Contains("'**' can only be", Assert.Throws<ArgumentException>(() => Datasets.LoadDataset("csv", dataFiles: "**.csv")).Message);

        static string Message(string path) => Assert.ThrowsAny<Exception>(() => Datasets.LoadDataset(path)).Message;
    }
}
