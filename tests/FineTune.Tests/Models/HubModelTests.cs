using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using FineTune.Tests.Hub.Http;

namespace FineTune.Tests.Models;

/// <summary>Models and tokenizers by their name on the Hub.</summary>
public sealed class HubModelTests : IDisposable
{
    private readonly TemporaryFolder _cache = new();
    private readonly TemporaryFolder _source = new();
    private readonly List<string> _asked = [];
    private readonly string _endpoint = $"http://{Guid.NewGuid():N}.test";
    private readonly StubHandler _handler;

    public HubModelTests()
    {
        _handler = new StubHandler(Answer);
        BertConfig config = new() { VocabSize = 8, HiddenSize = 8, NumHiddenLayers = 1, NumAttentionHeads = 2, IntermediateSize = 8 };
        AutoModelForSequenceClassification.FromConfig(config).SavePretrained(_source.Path);
        _source.Write("vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\nb\nc\n");
    }

    private static string Commit => new('a', 40);

    private HubOptions Hub => new() { Endpoint = _endpoint, CacheDir = _cache.Path, Handler = _handler, Token = false };

    private FromPretrainedOptions Options => new() { Endpoint = _endpoint, CacheDir = _cache.Path, Handler = _handler, Token = false };

    public void Dispose()
    {
        _cache.Dispose();
        _source.Dispose();
    }

    [Fact]
    public void Configuration_tokenizer_and_model_share_one_question_for_the_commit()
    {
        PretrainedConfig config = AutoConfig.FromPretrained("org/tiny", hub: Hub);
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained("org/tiny", hub: Hub);
        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained("org/tiny", Options);

        Assert.Equal("bert", config.ModelType);
        Assert.Equal(8, tokenizer.VocabSize);
        Assert.Empty(model.LoadReport!.MissingKeys);
        Assert.Single(_asked, url => url.StartsWith("GET /api/", StringComparison.Ordinal));
        Assert.Single(_asked, url => url.StartsWith("GET", StringComparison.Ordinal) && url.EndsWith("/config.json", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tokenizer_without_tokenizer_json_fetches_the_files_it_had_before()
    {
        _source.Write("vocab.json", "{\"<s>\": 0, \"<pad>\": 1, \"</s>\": 2, \"<unk>\": 3, \"a\": 4, \"b\": 5, \"ab\": 6}");
        _source.Write("merges.txt", "#version: 0.2\na b\n");
        _source.Write("tokenizer_config.json", "{\"tokenizer_class\": \"RobertaTokenizer\"}");
        File.Delete(_source.File("vocab.txt"));

        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained("org/tiny", hub: Hub);

        Assert.Equal([0, 6, 4, 2], tokenizer.Encode("aba").InputIds);
    }

    [Fact]
    public void A_tokenizer_fetches_no_weights_and_asks_for_nothing_that_is_not_there()
    {
        AutoTokenizer.FromPretrained("org/tiny", hub: Hub);

        Assert.DoesNotContain(_asked, url => url.Contains("safetensors", StringComparison.Ordinal));
        Assert.DoesNotContain(_asked, url => url.Contains("added_tokens", StringComparison.Ordinal));
        Assert.True(File.Exists(_cache.File("models--org--tiny", ".no_exist", Commit, "added_tokens.json")));
    }

    [Fact]
    public void Offline_everything_comes_from_the_cache_without_a_request()
    {
        AutoModelForSequenceClassification.FromPretrained("org/tiny", Options);
        AutoTokenizer.FromPretrained("org/tiny", hub: Hub);
        _asked.Clear();

        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained("org/tiny", Options with { LocalFilesOnly = true });
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained("org/tiny", hub: Hub with { LocalFilesOnly = true });

        Assert.Empty(model.LoadReport!.MissingKeys);
        Assert.Equal(8, tokenizer.VocabSize);
        Assert.Empty(_asked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_tokenizer_keeps_its_name_and_says_that_it_is_not_a_local_one(bool localFilesOnly)
    {
        AutoTokenizer.FromPretrained("org/tiny", hub: Hub);

        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained("org/tiny", hub: Hub with { LocalFilesOnly = localFilesOnly });
        tokenizer.SavePretrained(_cache.File("saved"));

        string config = File.ReadAllText(_cache.File("saved", "tokenizer_config.json"));
        Assert.Equal("org/tiny", tokenizer.NameOrPath);
        Assert.Contains("\"is_local\": false", config);
        Assert.Contains($"\"local_files_only\": {(localFilesOnly ? "true" : "false")}", config);
    }

    [Fact]
    public void Offline_and_not_cached_names_what_to_download()
    {
        LocalEntryNotFoundException error = Assert.Throws<LocalEntryNotFoundException>(
            () => AutoModel.FromPretrained("org/never", Options with { LocalFilesOnly = true }));

        Assert.Contains($"We couldn't connect to '{_endpoint}' to load the files, and couldn't find them in the cached files.", error.Message);
        Assert.Contains("finetune download org/never", error.Message);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task Waiting_for_a_download_needs_no_thread()
    {
        List<TransferProgress> reports = [];

        PreTrainedModel model = await AutoModel.FromPretrainedAsync("org/tiny", Options with { Progress = new Direct(reports.Add) });

        Assert.Equal(8, model.Config.HiddenSize);
        Assert.Contains(reports, report => report is { FileName: "model.safetensors", IsFinished: true });
    }

    [Fact]
    public async Task A_cancelled_download_ends()
    {
        using CancellationTokenSource source = new();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AutoModel.FromPretrainedAsync("org/tiny", Options, source.Token));
    }

    [Fact]
    public void A_subfolder_is_before_every_name()
    {
        MoveInto("sub");

        PreTrainedModel model = AutoModel.FromPretrained("org/tiny", Options with { Subfolder = "sub" });
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained("org/tiny", hub: Hub with { Subfolder = "sub" });

        Assert.Equal(8, model.Config.HiddenSize);
        Assert.Equal(8, tokenizer.VocabSize);
    }

    [Fact]
    public void Shards_are_fetched_as_the_index_names_them()
    {
        PreTrainedModel whole = AutoModelForSequenceClassification.FromPretrained(_source.Path);
        File.Delete(_source.File("model.safetensors"));
        whole.SavePretrained(_source.Path, maxShardSize: 1000);

        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained("org/tiny", Options);

        Assert.Empty(model.LoadReport!.MissingKeys);
        Assert.True(_asked.Count(url => url.StartsWith("GET", StringComparison.Ordinal) && url.Contains("-of-0", StringComparison.Ordinal)) > 1);
    }

    [Theory]
    [InlineData("../../evil.safetensors")]
    [InlineData("sub/evil.safetensors")]
    public void A_shard_that_leads_elsewhere_is_refused(string shard)
    {
        File.Delete(_source.File("model.safetensors"));
        _source.Write("model.safetensors.index.json", "{\"metadata\": {}, \"weight_map\": {\"x\": \"" + shard + "\"}}");

        IOException error = Assert.ThrowsAny<IOException>(() => AutoModel.FromPretrained("org/tiny", Options));

        Assert.Contains(shard, error.Message);
        Assert.DoesNotContain(_asked, url => url.Contains("evil", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("adapter_config.json", "without its base model, which it only changes: merge it first")]
    [InlineData("tf_model.h5", "tf_model.h5 holds weights for another framework")]
    public void Weights_that_cannot_be_used_are_said(string file, string expected)
    {
        File.Delete(_source.File("model.safetensors"));
        _source.Write(file, "x");

        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => AutoModel.FromPretrained("org/tiny", Options));

        Assert.Contains("does not appear to have a file named model.safetensors", error.Message);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_model_with_code_of_its_own_is_refused_before_its_weights_are_fetched()
    {
        _source.Write("config.json", """{"auto_map": {"AutoModel": "modeling.Own"}}""");

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => AutoModel.FromPretrained("org/tiny", Options));

        Assert.Contains("trust_remote_code", error.Message);
        Assert.DoesNotContain(_asked, url => url.Contains("safetensors", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_is_neither_a_folder_nor_a_model_says_both()
    {
        RepositoryNotFoundException error = Assert.Throws<RepositoryNotFoundException>(() => AutoModel.FromPretrained("org/unknown", Options));

        Assert.Contains("is not a local folder", error.Message);
        Assert.Contains("is not a valid model identifier", error.Message);
    }

    [Fact]
    public void An_unknown_revision_is_said()
    {
        RevisionNotFoundException error = Assert.Throws<RevisionNotFoundException>(
            () => AutoModel.FromPretrained("org/tiny", Options with { Revision = "v9" }));

        Assert.Contains(
            "\"v9\" is not a valid git identifier (branch name, tag name or commit id) that exists for this model name", error.Message);
    }

    [Fact]
    public void A_gated_model_is_said()
    {
        GatedRepoException error = Assert.Throws<GatedRepoException>(() => AutoModel.FromPretrained("org/gated", Options));

        Assert.Contains("You are trying to access a gated repo.", error.Message);
    }

    private void MoveInto(string folder)
    {
        Directory.CreateDirectory(_source.File(folder));
        foreach (string file in Directory.GetFiles(_source.Path))
        {
            File.Move(file, _source.File(folder, Path.GetFileName(file)));
        }
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        string path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        _asked.Add($"{request.Method} {path}");
        bool isGated = path.Contains("org/gated", StringComparison.Ordinal);
        if (!isGated && !path.Contains("org/tiny", StringComparison.Ordinal))
        {
            return StubHandler.Answer(HttpStatusCode.NotFound, string.Empty, ("X-Error-Code", "RepoNotFound"));
        }

        if (path.Contains("/v9", StringComparison.Ordinal))
        {
            return StubHandler.Answer(HttpStatusCode.NotFound, string.Empty, ("X-Error-Code", "RevisionNotFound"));
        }

        return path.StartsWith("/api/", StringComparison.Ordinal) ? Info()
            : isGated ? StubHandler.Answer(HttpStatusCode.Unauthorized, string.Empty, ("X-Error-Code", "GatedRepo"))
            : Content(request.Method, path.Split($"/resolve/{Commit}/")[1]);
    }

    private HttpResponseMessage Info()
    {
        JsonArray files = [.. Directory.GetFiles(_source.Path, "*", SearchOption.AllDirectories).Select(file =>
            (JsonNode)new JsonObject { ["rfilename"] = Path.GetRelativePath(_source.Path, file).Replace('\\', '/') })];
        return StubHandler.Answer(HttpStatusCode.OK, new JsonObject { ["id"] = "org/tiny", ["sha"] = Commit, ["siblings"] = files }.ToJsonString());
    }

    private HttpResponseMessage Content(HttpMethod method, string name)
    {
        string path = _source.File(name);
        if (!File.Exists(path))
        {
            return StubHandler.Answer(HttpStatusCode.NotFound, string.Empty, ("X-Error-Code", "EntryNotFound"), ("X-Repo-Commit", Commit));
        }

        byte[] bytes = File.ReadAllBytes(path);
        string hash = Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {bytes.Length}\0"), .. bytes]));
        HttpResponseMessage response = StubHandler.Answer(HttpStatusCode.OK, string.Empty, ("X-Repo-Commit", Commit), ("ETag", $"\"{hash}\""));
        response.Content = new ByteArrayContent(method == HttpMethod.Head ? [] : bytes);
        response.Content.Headers.ContentLength = bytes.Length;
        return response;
    }

    private sealed class Direct(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value) => report(value);
    }
}
