using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using FineTune.Hub;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Data.Pushes;

public sealed class PushDatasetTests : IDisposable
{
    private const string Id = "alice/reviews";
    private const string Card = "---\r\n# mine\r\nlicense: mit\r\ndataset_info:\r\n  features:\r\n  - name: text\r\n    dtype: string\r\ntags: [a]\r\n---\r\n\r\nMy text.\r\n";
    private static readonly ClassLabel s_label = new("neg", "pos");

    private readonly TemporaryFolder _cache = new();
    private readonly LoopbackOnlyHandler _handler = new();
    private readonly StandInHub _hub = new(root => root.Dataset("alice/carded", ("README.md", Card), ("other.txt", "stays")));

    private PushDatasetOptions Options => new() { Endpoint = _hub.Url, Token = Tokens.AliceWrite, Handler = _handler };

    public void Dispose()
    {
        _hub.Dispose();
        _handler.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void A_pushed_data_set_is_loaded_back_with_the_same_rows_and_classes()
    {
        CommitInfo info = Rows("a", "b", "c").PushToHub(Id, numShards: 2, options: Options);

        Dataset loaded = Load(Id)["train"];

        Assert.Equal(["a", "b", "c"], loaded["text"].ToArray<string>());
        Assert.Equal([0L, 1L, 0L], loaded["label"].ToArray<long>());
        Assert.Equal(s_label, loaded.Features["label"]);
        Assert.Equal(["data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"], DataFiles(Id));
        Assert.Equal((_hub.HeadOf(Id, kind: RepositoryKind.Dataset), "Upload dataset"), (info.Oid, info.CommitMessage));
        Assert.Equal("Upload dataset", _hub.HistoryOf(Id, kind: RepositoryKind.Dataset)[0]);
        Assert.Empty(_hub.Leaks);
    }

    [Fact]
    public void A_second_split_joins_the_first_and_a_third_push_replaces_one()
    {
        Rows("a", "b", "c").PushToHub(Id, numShards: 3, options: Options);
        Rows("d").PushToHub(Id, split: "test", options: Options);
        Rows("e").PushToHub(Id, options: Options);

        DatasetDict loaded = Load(Id);

        Assert.Equal(["test", "train"], loaded.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["e"], loaded["train"]["text"].ToArray<string>());
        Assert.Equal(["d"], loaded["test"]["text"].ToArray<string>());
        Assert.Equal(["data/test-00000-of-00001.parquet", "data/train-00000-of-00001.parquet"], DataFiles(Id));
        long size = DataFiles(Id).Sum(path => _hub.Export(Id, kind: RepositoryKind.Dataset)[path].LongLength);
        Assert.Equal(size, (long)CardMetadata.ReadJson(Readme(Id))["dataset_info"]!["download_size"]!);
    }

    [Fact]
    public void Configurations_are_listed_by_name_and_one_is_the_default()
    {
        Rows("a").PushToHub(Id, "en", options: Options with { SetDefault = true });
        Rows("b").PushToHub(Id, "de", options: Options with { SetDefault = true });

        Assert.Equal(["b"], Load(Id)["train"]["text"].ToArray<string>());
        Assert.Equal(["a"], Load(Id, "en")["train"]["text"].ToArray<string>());
        Assert.Equal(["de/train-00000-of-00001.parquet", "en/train-00000-of-00001.parquet"], DataFiles(Id));
        Assert.Equal(
            """[{"config_name": "de", "data_files": [{"split": "train", "path": "de/train-*"}], "default": true}, {"config_name": "en", "data_files": [{"split": "train", "path": "en/train-*"}]}]""",
            JsonText.WriteLine(CardMetadata.ReadJson(Readme(Id))["configs"]));
    }

    [Fact]
    public void Splits_pushed_together_replace_those_before_and_the_files_in_their_folder()
    {
        Rows("a", "b").PushToHub(Id, split: "old", options: Options);
        new DatasetDict { ["train"] = Rows("c", "d"), ["test"] = Rows("e") }.PushToHub(Id, numShards: new Dictionary<string, int> { ["train"] = 2 }, options: Options);

        DatasetDict loaded = Load(Id);

        Assert.Equal(["train", "test"], loaded.Keys);
        Assert.Equal(["c", "d"], loaded["train"]["text"].ToArray<string>());
        Assert.Equal(["data/test-00000-of-00001.parquet", "data/train-00000-of-00002.parquet", "data/train-00001-of-00002.parquet"], DataFiles(Id));
    }

    [Fact]
    public void What_else_the_card_says_stays_with_its_order_and_line_endings()
    {
        Rows("a").PushToHub("alice/carded", options: Options);

        string card = Readme("alice/carded");

        Assert.StartsWith("---\r\n# mine\r\nlicense: mit\r\ndataset_info:\r\n", card, StringComparison.Ordinal);
        Assert.EndsWith("\r\n---\r\n\r\nMy text.\r\n", card, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", card.Replace("\r\n", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["license", "dataset_info", "tags", "configs"], CardMetadata.ReadJson(card).Select(entry => entry.Key));
        Assert.Equal("stays", Encoding.UTF8.GetString(_hub.Export("alice/carded", kind: RepositoryKind.Dataset)["other.txt"]));
        Assert.Equal(s_label, Load("alice/carded")["train"].Features["label"]);
    }

    [Fact]
    public async Task When_somebody_else_commits_meanwhile_the_push_begins_anew_on_their_commit()
    {
        Rows("a").PushToHub(Id, options: Options);
        _hub.ForgetRequests();
        _hub.Fail(null, "/commit/", Fault.Race());
        using HubHttp http = new(Options, TestHub.Environment(), new InstantTime());

        await Rows("b").PushAsync(http, Id, "default", "test", null, Options, CancellationToken.None);

        Assert.Contains(_hub.Requests, request => request.Status == (int)HttpStatusCode.PreconditionFailed);
        Assert.Equal(["test", "train"], Load(Id).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public async Task A_push_begins_anew_five_times_and_then_says_so(int races, bool arrives)
    {
        Rows("a").PushToHub(Id, options: Options);
        _hub.Fail(null, "/commit/", Fault.Race(), times: races);
        using HubHttp http = new(Options, TestHub.Environment(), new InstantTime());

        Task<CommitInfo> push = Rows("b").PushAsync(http, Id, "default", "test", null, Options, CancellationToken.None);
        if (arrives)
        {
            await push;
            Assert.Equal(["test", "train"], Load(Id).Keys.Order(StringComparer.Ordinal));
        }
        else
        {
            Assert.Equal(HttpStatusCode.PreconditionFailed, (await Assert.ThrowsAsync<HfHubHttpException>(() => push)).StatusCode);
            Assert.Equal(["train"], Load(Id).Keys);
        }
    }

    [Fact]
    public void Files_go_into_the_folder_that_is_wanted_and_are_found_there()
    {
        Rows("a", "b").PushToHub(Id, numShards: 2, options: Options with { DataDir = "deep/er/" });
        Rows("c").PushToHub(Id, "de", options: Options with { DataDir = "deutsch" });
        Rows("d").PushToHub(Id, options: Options with { DataDir = "deep/er" });

        Assert.Equal(["deep/er/train-00000-of-00001.parquet", "deutsch/train-00000-of-00001.parquet"], DataFiles(Id));
        Assert.Equal(["d"], Load(Id)["train"]["text"].ToArray<string>());
        Assert.Equal(["c"], Load(Id, "de")["train"]["text"].ToArray<string>());
    }

    [Fact]
    public void An_old_list_of_what_there_is_goes_on_saying_what_is_true()
    {
        const string Old = "alice/old";
        string infos = """{"default": {"description": "kept", "features": {"text": {"dtype": "string", "_type": "Value"}, "label": {"names": ["neg", "pos"], "_type": "ClassLabel"}}, "splits": {"test": {"name": "test", "num_bytes": 10, "num_examples": 1}}, "download_size": 7, "dataset_size": 10, "size_in_bytes": 17}, "other": {"download_size": 1}}""";
        using StandInHub hub = new(root => root.Dataset(Old, ("dataset_infos.json", infos)));

        Rows("a", "b").PushToHub(Old, options: Options with { Endpoint = hub.Url });

        IReadOnlyDictionary<string, byte[]> files = hub.Export(Old, kind: RepositoryKind.Dataset);
        JsonObject after = JsonText.ReadObject(Encoding.UTF8.GetString(files["dataset_infos.json"]));
        JsonObject entry = after["default"]!.AsObject();
        long bytes = files["data/train-00000-of-00001.parquet"].LongLength;
        Assert.Equal("""{"download_size": 1}""", JsonText.WriteLine(after["other"]));
        Assert.Equal("kept", (string?)entry["description"]);
        Assert.Equal(["test", "train"], entry["splits"]!.AsObject().Select(split => split.Key));
        Assert.Equal(2, (long)entry["splits"]!["train"]!["num_examples"]!);
        Assert.Equal(7 + bytes, (long)entry["download_size"]!);
        Assert.Equal((long)entry["download_size"]! + (long)entry["dataset_size"]!, (long)entry["size_in_bytes"]!);
        Assert.Equal(["text", "label"], entry["features"]!.AsObject().Select(column => column.Key));
        Assert.Equal(
            (long)entry["download_size"]!, (long)CardMetadata.ReadJson(Encoding.UTF8.GetString(files["README.md"]))["dataset_info"]!["download_size"]!);
    }

    [Fact]
    public void A_split_with_other_columns_is_refused_and_nothing_is_committed()
    {
        Rows("a").PushToHub(Id, options: Options);
        string head = _hub.HeadOf(Id, kind: RepositoryKind.Dataset);
        Dataset other = Rows("b").RenameColumn("text", "sentence");

        ArgumentException refused = Assert.Throws<ArgumentException>(() => other.PushToHub(Id, split: "test", options: Options));

        Assert.StartsWith("Features of the new split don't match the features of the existing splits on the hub: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(head, _hub.HeadOf(Id, kind: RepositoryKind.Dataset));
    }

    [Fact]
    public void What_cannot_be_pushed_is_said_before_the_Hub_is_asked()
    {
        Dataset rows = Rows("a");
        DatasetDict different = new() { ["train"] = rows, ["test"] = rows.RemoveColumns("label") };

        Assert.Contains("config_name cannot be 'data'", Failure(() => rows.PushToHub(Id, "data", options: Options)), StringComparison.Ordinal);
        Assert.Contains("but got 'a-b'", Failure(() => rows.PushToHub(Id, split: "a-b", options: Options)), StringComparison.Ordinal);
        Assert.Contains("Split name should match", Failure(() => rows.PushToHub(Id, split: "train\n", options: Options)), StringComparison.Ordinal);
        Assert.Contains("Subfolder \"x\" has no meaning here", Failure(() => rows.PushToHub(Id, options: Options with { Subfolder = "x" })), StringComparison.Ordinal);
        Assert.Contains("Give only one", Failure(() => rows.PushToHub(Id, numShards: 1, options: Options with { MaxShardSize = "1MB" })), StringComparison.Ordinal);
        Assert.Contains("All splits of a configuration have the same features", Failure(() => different.PushToHub(Id, options: Options)), StringComparison.Ordinal);
        Assert.Contains("There is no split to push", Failure(() => new DatasetDict().PushToHub(Id, options: Options)), StringComparison.Ordinal);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public void A_default_configuration_is_not_taken_that_mark()
    {
        Rows("a").PushToHub(Id, options: Options);

        Assert.StartsWith("There exists a configuration named 'default'", Failure(() => Rows("b").PushToHub(Id, "de", options: Options with { SetDefault = true })), StringComparison.Ordinal);
    }

    [Fact]
    public void Many_files_go_in_several_commits_with_the_card_in_the_last()
    {
        Rows([.. Enumerable.Range(0, 51).Select(i => $"row {i}")]).PushToHub(Id, numShards: 51, options: Options);

        Assert.Equal(
            ["Upload dataset", "Upload dataset (part 00001-of-00002)", "Upload dataset (part 00000-of-00002)"],
            _hub.HistoryOf(Id, kind: RepositoryKind.Dataset).Take(3));
        Assert.Equal(51, Load(Id)["train"].NumRows);
    }

    [Fact]
    public void A_pull_request_and_a_new_branch_leave_the_main_branch_alone()
    {
        Rows("a").PushToHub(Id, options: Options);

        CommitInfo request = Rows("b").PushToHub(Id, options: Options with { CreatePr = true });
        Rows("c").PushToHub(Id, options: Options with { Revision = "next" });

        Assert.NotNull(request.PrUrl);
        Assert.Equal(["a"], Load(Id)["train"]["text"].ToArray<string>());
        Assert.Equal(["b"], Load(Id, revision: request.PrRevision!)["train"]["text"].ToArray<string>());
        Assert.Equal(["c"], Load(Id, revision: "next")["train"]["text"].ToArray<string>());
    }

    private static Dataset Rows(params string[] texts) =>
        Dataset.FromColumns(("text", texts), ("label", texts.Select((_, i) => (long)(i % 2)).ToArray())).CastColumn("label", s_label);

    private static string Failure(Action push) => Assert.ThrowsAny<ArgumentException>(push).Message;

    private DatasetDict Load(string id, string? config = null, string revision = "main") => Datasets.LoadDataset(
        id, config, new LoadDatasetOptions { Endpoint = _hub.Url, CacheDir = _cache.File(Guid.NewGuid().ToString("N")), Handler = _handler, Token = false, Revision = revision });

    private string[] DataFiles(string id) =>
        [.. _hub.Export(id, kind: RepositoryKind.Dataset).Keys.Where(path => path.EndsWith(".parquet", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private string Readme(string id) => Encoding.UTF8.GetString(_hub.Export(id, kind: RepositoryKind.Dataset)["README.md"]);
}
