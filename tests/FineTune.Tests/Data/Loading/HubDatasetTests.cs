using System.Net;
using Microsoft.Extensions.Logging;

namespace FineTune.Tests.Data.Loading;

public sealed class HubDatasetTests : IDisposable
{
    private const string Card = """
        ---
        license: mit
        dataset_info:
        - config_name: mrpc
          features:
          - name: sentence
            dtype: string
          - name: label
            dtype:
              class_label:
                names:
                  '0': not_equivalent
                  '1': equivalent
          splits:
          - name: train
            num_examples: 3
          - name: test
            num_examples: 1
        configs:
        - config_name: mrpc
          data_files:
          - split: train
            path: mrpc/train-*
          - split: test
            path: mrpc/test-*
        - config_name: cola
          data_files: cola/*
        ---
        # GLUE
        """;

    private readonly TemporaryFolder _cache = new();
    private readonly LoopbackOnlyHandler _handler = new();
    private readonly StandInHub _hub = new(root =>
    {
        root.Dataset("nyu-mll/glue", ("README.md", Card), ("mrpc/train-0.csv", "sentence,label\na,1\nb,0\n"), ("mrpc/train-1.csv", "sentence,label\nc,1\n"),
            ("mrpc/test-0.csv", "label,sentence\n0,d\n"), ("cola/train.csv", "sentence,label\ne,1\n"))
            .Branch("small", ("a.jsonl", "{\"x\": 1}\n")).Tag("v1");
        root.Dataset("stanfordnlp/imdb", ("train.jsonl", "{\"text\": \"fine\", \"label\": 1}\n{\"text\": \"bad\", \"label\": 0}\n"), ("test.jsonl", "{\"text\": \"so\", \"label\": 0}\n"));
        root.Dataset("alice/parquet", ("data/train-00000-of-00001.parquet", File.ReadAllBytes(Golden.Path("data", "parquet", "features.parquet"))));
        root.Dataset("alice/hidden", ("train.csv", "x\n1\n")).Private();
        root.Dataset("alice/gated", ("README.md", "---\nlicense: mit\n---\n"), ("train.csv", "x\n1\n")).Gated("bob");
        root.Dataset("alice/script", ("script.py", "print()"), ("README.md", "x"));
        root.Dataset("alice/outside", ("README.md", "---\nconfigs:\n- config_name: a\n  data_files: ../other/a.csv\n---\n"), ("a.csv", "x\n1\n"));
    });

    public void Dispose()
    {
        _hub.Dispose();
        _handler.Dispose();
        _cache.Dispose();
    }

    private LoadDatasetOptions Options => new() { Endpoint = _hub.Url, CacheDir = _cache.Path, Handler = _handler, Token = false };

    [Fact]
    public void A_configuration_of_an_old_name_is_loaded_with_its_features_under_the_name_it_has_now()
    {
        DatasetDict glue = Datasets.LoadDataset("glue", "mrpc", Options);

        Assert.Equal(["train", "test"], glue.Keys);
        Assert.Equal(["a", "b", "c"], glue["train"]["sentence"].ToArray<string>());
        Assert.Equal(["sentence", "label"], glue["test"].ColumnNames);
        Assert.Equal(new ClassLabel("not_equivalent", "equivalent"), glue["test"].Features["label"]);
        Assert.True(Directory.Exists(_cache.File("datasets--nyu-mll--glue")));
        Assert.False(Directory.Exists(_cache.File("datasets--glue")));
    }

    [Fact]
    public void A_cold_load_makes_four_requests_and_one_a_file_a_warm_one_at_most_one()
    {
        Datasets.LoadDataset("nyu-mll/glue", "mrpc", Options);
        int cold = CountedRequests();
        _hub.ForgetRequests();

        Datasets.LoadDataset("nyu-mll/glue", "mrpc", Options);

        Assert.InRange(cold, 1, 4 + 3);
        Assert.InRange(CountedRequests(), 0, 1);
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public void Only_the_files_of_a_split_are_downloaded_and_a_slice_needs_no_others()
    {
        Dataset train = Datasets.LoadDataset("imdb", split: "train[:50%]", options: Options);

        Assert.Equal(["fine"], train["text"].ToArray<string>());
        Assert.DoesNotContain(_hub.Requests, request => request.Path.Contains("test.jsonl", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_loaded_once_is_loaded_offline_without_a_socket_by_either_name()
    {
        Datasets.LoadDataset("imdb", Options);
        using NoSocketHandler nothing = new();
        List<string> log = [];
        LoadDatasetOptions offline = Options with { LocalFilesOnly = true, Handler = nothing, Logger = new ListLogger(log) };

        Dataset byOldName = Datasets.LoadDataset("imdb", split: "train", options: offline);
        DatasetDict byNewName = Datasets.LoadDataset("stanfordnlp/imdb", offline);

        Assert.Equal(["fine", "bad"], byOldName["text"].ToArray<string>());
        Assert.Equal(1, byNewName["test"].NumRows);
        Assert.Empty(nothing.Requests);
    }

    [Fact]
    public void Where_the_hub_cannot_be_asked_the_cached_version_is_used_and_said_to_be()
    {
        string commit = _hub.HeadOf("nyu-mll/glue", kind: RepositoryKind.Dataset);
        LoadDatasetOptions options = Options with { Revision = "v1" };
        Datasets.LoadDataset("nyu-mll/glue", "cola", options);
        List<string> log = [];

        // Another process would have no memory of the commit; a new cache folder that holds the same files is one.
        string copy = _cache.File("copy");
        CopyFolder(_cache.File("datasets--nyu-mll--glue"), Path.Combine(copy, "datasets--nyu-mll--glue"));
        DatasetDict glue = Datasets.LoadDataset("nyu-mll/glue", "cola", options with { CacheDir = copy, LocalFilesOnly = true, Logger = new ListLogger(log) });

        Assert.Equal(["e"], glue["train"]["sentence"].ToArray<string>());
        Assert.Contains(log, line => line.StartsWith("Using the latest cached version of the dataset since nyu-mll/glue couldn't be found on the Hugging Face Hub", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(copy, "datasets--nyu-mll--glue", "trees", commit + ".json")));
    }

    [Fact]
    public void A_branch_an_address_and_given_files_are_loaded()
    {
        Dataset branch = Datasets.LoadDataset("nyu-mll/glue", split: "train", options: Options with { Revision = "small" });
        Dataset address = Datasets.LoadDataset("hf://datasets/nyu-mll/glue@small", split: "train", options: Options);
        Dataset given = Datasets.LoadDataset("glue", split: "train", options: Options, dataFiles: "cola/*.csv");
        Dataset folder = Datasets.LoadDataset("glue", split: "train", options: Options with { DataDir = "cola" });
        Dataset reader = Datasets.LoadDataset("csv", split: "train", options: Options, dataFiles: "hf://datasets/nyu-mll/glue/mrpc/train-*.csv");
        Dataset web = Datasets.LoadDataset("csv", split: "train", options: Options, dataFiles: $"{_hub.Url}/datasets/nyu-mll/glue/resolve/main/cola/train.csv");

        Assert.Equal(1L, branch[0]["x"]);
        Assert.Equal(1L, address[0]["x"]);
        Assert.Equal(["e"], given["sentence"].ToArray<string>());
        Assert.Equal(["e"], folder["sentence"].ToArray<string>());
        Assert.Equal(["a", "b", "c"], reader["sentence"].ToArray<string>());
        Assert.Equal(["e"], web["sentence"].ToArray<string>());
    }

    [Fact]
    public void Another_host_never_sees_the_token_and_its_file_is_kept_for_later()
    {
        string other = $"{_hub.UrlOf(HubPort.Other)}/datasets/nyu-mll/glue/resolve/main/cola/train.csv";
        LoadDatasetOptions options = Options with { Token = Tokens.AliceRead };

        Dataset first = Datasets.LoadDataset("csv", split: "train", options: options, dataFiles: other);
        using NoSocketHandler nothing = new();
        Dataset again = Datasets.LoadDataset("csv", split: "train", options: options with { LocalFilesOnly = true, Handler = nothing }, dataFiles: other);

        Assert.Equal(["e"], first["sentence"].ToArray<string>());
        Assert.Equal(["e"], again["sentence"].ToArray<string>());
        Assert.All(_hub.Requests.Where(request => request.Port == HubPort.Other), request => Assert.False(request.HasAuthorization));
        Assert.Empty(_hub.Leaks);
        Assert.Empty(nothing.Requests);
    }

    [Fact]
    public void A_file_of_another_host_that_is_missing_is_not_spoken_of_as_a_repository()
    {
        string other = $"{_hub.UrlOf(HubPort.Other)}/nothing.csv".Replace("://", "://user:pa55@", StringComparison.Ordinal) + "?sig=s3cret";

        string message = Failure(() => Datasets.LoadDataset("csv", split: "train", options: Options, dataFiles: other));

        Assert.StartsWith($"Couldn't find file at {_hub.UrlOf(HubPort.Other)}/nothing.csv.", message);
        Assert.DoesNotContain("s3cret", message);
        Assert.DoesNotContain("s3cret", Failure(() => Datasets.LoadDataset("glue", options: Options, dataFiles: other)));
        Assert.DoesNotContain("pa55", Failure(() => Datasets.LoadDataset("glue", options: Options, dataFiles: other)));
    }

    [Theory]
    [InlineData("nobody/nothing", null, "Dataset 'nobody/nothing' doesn't exist on the Hub or cannot be accessed")]
    [InlineData("alice/hidden", null, "Dataset 'alice/hidden' doesn't exist on the Hub or cannot be accessed")]
    [InlineData("alice/gated", null, "Dataset 'alice/gated' is a gated dataset on the Hub. You must be authenticated to access it.")]
    [InlineData("alice/gated", Tokens.AliceRead, null)]
    [InlineData("alice/hidden", Tokens.AliceRead, null)]
    [InlineData("glue", null, "Config name is missing.\nPlease pick one among the available configs: ['mrpc', 'cola']\nExample of usage:\n\t`LoadDataset(\"nyu-mll/glue\", \"mrpc\")`")]
    [InlineData("alice/script", null, "Dataset scripts are no longer supported, but found script.py")]
    [InlineData("alice/outside", null, "Data files don't belong to alice/outside")]
    [InlineData("a/b/c", null, "Couldn't find any data file at ")]
    public void What_cannot_be_had_is_said_in_the_words_users_search_for(string id, string? token, string? expected)
    {
        LoadDatasetOptions options = Options with { Token = token is null ? false : token };

        string? message = Record.Exception(() => Datasets.LoadDataset(id, options))?.Message;

        Assert.Equal(expected is null, message is null);
        Assert.StartsWith(expected ?? string.Empty, message ?? string.Empty);
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public void Unknown_configurations_splits_revisions_and_tokens_are_named()
    {
        Assert.StartsWith("BuilderConfig 'mrcp' not found. Available: ['mrpc', 'cola']. Did you mean \"mrpc\"?", Failure(() => Datasets.LoadDataset("glue", "mrcp", Options)));
        Assert.StartsWith("Unknown split \"trian\". Should be one of ['train', 'test']. Did you mean \"train\"?", Failure(() => Datasets.LoadDataset("glue", "mrpc", "trian", Options)));
        Assert.StartsWith("Revision 'v9' doesn't exist for dataset 'glue' on the Hub.", Failure(() => Datasets.LoadDataset("glue", Options with { Revision = "v9" })));
        Assert.Contains("is not valid (any more)", Failure(() => Datasets.LoadDataset("imdb", Options with { Token = Tokens.Wrong })));
        Assert.StartsWith("Couldn't reach 'imdb' on the Hub", Failure(() => Datasets.LoadDataset("imdb", Options with { LocalFilesOnly = true })));
        Assert.StartsWith("Unable to find 'nope.csv'", Failure(() => Datasets.LoadDataset("glue", options: Options, dataFiles: "nope.csv")));
    }

    [Fact]
    public void A_download_that_breaks_is_resumed_and_one_that_is_damaged_is_not_used()
    {
        PlannedFault broken = _hub.Fail("GET", "/resolve-cache/.*/train.jsonl", Fault.Drop(after: 10));
        PlannedFault damaged = _hub.Fail("GET", "/resolve-cache/.*/test.jsonl", Fault.Corrupt());

        DatasetDict imdb = Datasets.LoadDataset("imdb", Options);

        Assert.Equal(["fine", "bad"], imdb["train"]["text"].ToArray<string>());
        Assert.Equal(["so"], imdb["test"]["text"].ToArray<string>());
        Assert.Equal((1, 1), (broken.Acted, damaged.Acted));
    }

    [Fact]
    public async Task A_load_can_be_given_up()
    {
        using CancellationTokenSource source = new();
        PlannedFault hold = _hub.Fail("GET", "train.jsonl", Fault.Hold());
        Task load = Datasets.LoadDatasetAsync("imdb", Options, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        hold.Release();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_of_another_host_that_breaks_off_is_fetched_again(bool reset)
    {
        PlannedFault fault = _hub.Fail("GET", "train.csv", Fault.Drop(after: 10, reset), port: HubPort.Other);

        Dataset rows = Datasets.LoadDataset(
            "csv", split: "train", options: Options, dataFiles: $"{_hub.UrlOf(HubPort.Other)}/datasets/nyu-mll/glue/resolve/main/cola/train.csv");

        Assert.Equal(["e"], rows["sentence"].ToArray<string>());
        Assert.Equal(1, fault.Acted);
    }

    [Fact]
    public void A_file_of_another_host_that_goes_on_breaking_off_is_said_to_whatever_was_kept_before()
    {
        string other = $"{_hub.UrlOf(HubPort.Other)}/datasets/nyu-mll/glue/resolve/main/cola/train.csv";
        Datasets.LoadDataset("csv", split: "train", options: Options, dataFiles: other);
        PlannedFault fault = _hub.Fail("GET", "train.csv", Fault.Drop(after: 10), times: -1, port: HubPort.Other);

        string message = Failure(() => Datasets.LoadDataset("csv", options: Options with { ForceDownload = true }, dataFiles: other));

        Assert.Contains("train.csv broke off again and again", message, StringComparison.Ordinal);
        Assert.DoesNotContain("no earlier copy", message, StringComparison.Ordinal);
        Assert.Equal(5, fault.Acted);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(501)]
    public void A_file_of_another_host_that_answers_GET_alone_is_loaded_and_streamed(int status)
    {
        PlannedFault refused = _hub.Fail("HEAD", "train.csv", Fault.Status(status), times: -1, port: HubPort.Other);
        string other = $"{_hub.UrlOf(HubPort.Other)}/datasets/nyu-mll/glue/resolve/main/cola/train.csv";

        Dataset loaded = Datasets.LoadDataset("csv", split: "train", options: Options, dataFiles: other);
        IterableDataset streamed = Datasets.LoadDatasetStreaming("csv", split: "train", options: Options, dataFiles: other);

        Assert.Equal(["e"], loaded["sentence"].ToArray<string>());
        Assert.Equal(["e"], streamed.Select(row => row.Get<string>("sentence")));
        Assert.InRange(refused.Acted, 2, int.MaxValue);
    }

    [Fact]
    public void A_file_of_another_host_that_is_closed_is_said_to_be()
    {
        _hub.Fail("HEAD", "train.csv", Fault.Status(403), times: -1, port: HubPort.Other);
        _hub.Fail("GET", "train.csv", Fault.Status(403), times: -1, port: HubPort.Other);

        string message = Failure(() => Datasets.LoadDataset(
            "csv", options: Options, dataFiles: $"{_hub.UrlOf(HubPort.Other)}/datasets/nyu-mll/glue/resolve/main/cola/train.csv"));

        Assert.Contains("is not open to everybody", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_reads_what_it_needs_goes_on_after_a_break_and_keeps_nothing()
    {
        PlannedFault broken = _hub.Fail("GET", "/resolve-cache/.*/train.jsonl", Fault.Drop(after: 20));

        IterableDataset train = Datasets.LoadDatasetStreaming("imdb", split: "train", options: Options);
        IterableDatasetDict glue = Datasets.LoadDatasetStreaming("glue", "mrpc", Options);

        Assert.Equal(["fine", "bad"], train.Select(row => row.Get<string>("text")));
        Assert.Equal(["fine", "bad"], train.Select(row => row.Get<string>("text")));
        Assert.Equal(1, broken.Acted);
        Assert.Equal(["train", "test"], glue.Keys);
        Assert.Equal(["a", "b", "c"], glue["train"].Select(row => row.Get<string>("sentence")));
        Assert.Equal(new ClassLabel("not_equivalent", "equivalent"), glue["train"].Features!["label"]);
        Assert.Empty(Directory.EnumerateFiles(_cache.Path, "*train*", SearchOption.AllDirectories));
    }

    [Fact]
    public void A_parquet_file_is_loaded_and_streamed_with_its_own_features()
    {
        Dataset expected = Dataset.LoadParquet(Golden.Path("data", "parquet", "features.parquet"));

        IterableDataset stream = Datasets.LoadDatasetStreaming("alice/parquet", split: "train", options: Options);
        int streamed = stream.Count();
        Dataset loaded = Datasets.LoadDataset("alice/parquet", split: "train", options: Options);

        Assert.Equal(expected.NumRows, streamed);
        Assert.Equal(expected.NumRows, loaded.NumRows);
        Assert.Equal(expected.Features.ToString(), loaded.Features.ToString());
    }

    [Fact]
    public void A_stream_cannot_be_cut_by_rows() =>
        Assert.StartsWith("Bad split: train[:10%]. Available splits: ['train', 'test']", Failure(() => Datasets.LoadDatasetStreaming("glue", "mrpc", "train[:10%]", Options)));

    private static string Failure(Action load) => Assert.ThrowsAny<Exception>(load).Message;

    /// <summary>The requests without the hops of a redirect, which the Hub adds to some.</summary>
    private int CountedRequests() => _hub.Requests.Count(request => request.Status is not ((int)HttpStatusCode.TemporaryRedirect or (int)HttpStatusCode.Found));

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private sealed class ListLogger(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
