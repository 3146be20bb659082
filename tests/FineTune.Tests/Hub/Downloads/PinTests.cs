using System.Net;
using FineTune.Hub;

namespace FineTune.Tests.Hub.Downloads;

public sealed class PinTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly GoldenHub _hub = new();

    public void Dispose()
    {
        _folder.Dispose();
        _hub.Dispose();
    }

    [Fact]
    public async Task A_process_asks_once_for_a_revision_and_stays_at_its_commit()
    {
        PinnedRepo first = await PinAsync("main");
        PinnedRepo second = await PinAsync("main");

        Assert.Equal(GoldenHub.Main, first.Commit);
        Assert.Same(first, second);
        Assert.Equal(["GET /api/models/org/tiny/revision/main"], _hub.Requests);
        Assert.Equal(GoldenHub.Main, File.ReadAllText(_folder.File("models--org--tiny", "refs", "main")));
    }

    [Fact]
    public async Task Force_asks_again()
    {
        await PinAsync("main");
        await PinAsync("main", Options() with { ForceDownload = true });

        Assert.Equal(2, _hub.Requests.Count);
    }

    [Fact]
    public async Task A_commit_needs_no_request()
    {
        Assert.Equal(GoldenHub.Main, (await PinAsync(GoldenHub.Main)).Commit);
        Assert.Empty(_hub.Requests);
    }

    [Fact]
    public async Task Without_the_Hub_the_cache_says_the_commit_and_the_next_call_asks_again()
    {
        _folder.Write("models--org--tiny/refs/main", new string('a', 40));
        _hub.Before = _ => throw new HttpRequestException("no network");

        Assert.Equal(new string('a', 40), (await PinAsync("main")).Commit);
        _hub.Before = null;
        Assert.Equal(GoldenHub.Main, (await PinAsync("main")).Commit);
    }

    [Fact]
    public async Task Without_a_network_what_the_cache_knows_costs_one_attempt()
    {
        int attempts = 0;
        _folder.Write("models--org--tiny/refs/main", new string('a', 40));
        _hub.Before = _ =>
        {
            attempts++;
            throw new HttpRequestException("no network");
        };

        await PinAsync("main");

        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task A_revision_that_the_Hub_does_not_have_is_an_error_even_when_the_cache_knows_it()
    {
        _folder.Write("models--org--tiny/refs/gone", new string('a', 40));

        await Assert.ThrowsAsync<RevisionNotFoundException>(() => PinAsync("gone"));
    }

    [Fact]
    public async Task A_data_set_goes_by_the_name_the_Hub_gives_it_online_and_offline()
    {
        _hub.Before = _ => new(HttpStatusCode.OK) { Content = new StringContent($"{{\"id\": \"stanfordnlp/imdb\", \"sha\": \"{GoldenHub.Main}\"}}") };
        using HubDownloader online = new(Options(), Home());
        using HubDownloader offline = new(Options() with { LocalFilesOnly = true, CacheDir = _folder.Path + "/" }, Home());

        PinnedRepo pin = await online.PinAsync(RepoId.Dataset("imdb"), useCanonicalName: true);
        PinnedRepo cached = await offline.PinAsync(RepoId.Dataset("imdb"), "main", useCanonicalName: true);

        Assert.Equal("stanfordnlp/imdb", pin.Repo.Id);
        Assert.Equal("stanfordnlp/imdb", (string?)pin.Info!["id"]);
        Assert.Equal((pin.Repo, pin.Commit), (cached.Repo, cached.Commit));
    }

    [Fact]
    public async Task A_model_asked_for_by_its_old_name_costs_one_request_once_the_new_one_is_known()
    {
        _hub.Before = request => request.RequestUri!.AbsolutePath switch
        {
            "/api/models/bert-base-uncased/revision/main" => MovedTo("/api/models/google-bert/bert-base-uncased/revision/main"),
            "/api/models/google-bert/bert-base-uncased/revision/main" => Info("google-bert/bert-base-uncased"),
            _ => null,
        };
        RepoId model = RepoId.Model("bert-base-uncased");

        PinnedRepo cold = await PinAsync(model);
        Assert.Equal(2, _hub.Requests.Count);
        _hub.Requests.Clear();
        PinnedRepo warm = await PinAsync(model);

        Assert.Equal(["GET /api/models/google-bert/bert-base-uncased/revision/main"], _hub.Requests);
        Assert.Equal((model, GoldenHub.Main), (warm.Repo, warm.Commit));
        Assert.Equal(cold.Repo, warm.Repo);
    }

    [Fact]
    public async Task A_new_name_that_the_Hub_no_longer_knows_is_forgotten()
    {
        string file = _folder.Write("home/finetune/renamed.json", $$"""{ "{{GoldenHub.Endpoint}}": { "models/old": "gone/new" } }""");
        _hub.Before = request => request.RequestUri!.AbsolutePath == "/api/models/old/revision/main" ? Info("old") : null;

        Assert.Equal(GoldenHub.Main, (await PinAsync(RepoId.Model("old"))).Commit);

        Assert.Equal(["GET /api/models/gone/new/revision/main", "GET /api/models/old/revision/main"], _hub.Requests);
        Assert.DoesNotContain("gone/new", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("{\"ENDPOINT\": 3}")]
    [InlineData("{\"ENDPOINT\": {\"models/org/tiny\": \"other/model\"}}")]
    [InlineData("{\"ENDPOINT\": {\"models/tiny\": \"../../etc\"}}")]
    public async Task A_list_of_new_names_that_makes_no_sense_is_not_followed(string text)
    {
        _folder.Write("home/finetune/renamed.json", text.Replace("ENDPOINT", GoldenHub.Endpoint, StringComparison.Ordinal));

        await PinAsync(RepoId.Model("org/tiny"));

        Assert.Equal(["GET /api/models/org/tiny/revision/main"], _hub.Requests);
    }

    [Fact]
    public async Task A_file_that_need_not_exist_is_asked_for_once()
    {
        using HubDownloader downloader = new(Options(), new HubEnvironment(_ => null));
        PinnedRepo pin = await downloader.PinAsync(RepoId.Model("org/tiny"));

        Assert.Null(await downloader.TryDownloadAsync(pin, "none.json"));
        Assert.Null(await downloader.TryDownloadAsync(pin, "none.json"));
        Assert.NotNull(await downloader.TryDownloadAsync(pin, "config.json"));
        Assert.Single(_hub.Requests, request => request.EndsWith("none.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_the_list_does_not_have_is_not_asked_for_at_all()
    {
        using HubDownloader downloader = new(Options(), new HubEnvironment(_ => null));
        PinnedRepo pin = await downloader.PinAsync(RepoId.Model("org/tiny"));
        await downloader.ListFilesAsync(pin);
        _hub.Requests.Clear();

        Assert.Null(await downloader.TryDownloadAsync(pin, "none.json"));
        Assert.Empty(_hub.Requests);
    }

    private static HttpResponseMessage MovedTo(string path) => new(HttpStatusCode.TemporaryRedirect) { Headers = { Location = new(path, UriKind.Relative) } };

    private static HttpResponseMessage Info(string id) =>
        new(HttpStatusCode.OK) { Content = new StringContent($"{{\"id\": \"{id}\", \"sha\": \"{GoldenHub.Main}\"}}") };

    private async Task<PinnedRepo> PinAsync(RepoId repo)
    {
        // Another folder for each call: what one process knows, another does not.
        using HubDownloader downloader = new(Options() with { CacheDir = _folder.File(Guid.NewGuid().ToString("N")) }, Home());
        return await downloader.PinAsync(repo);
    }

    private HubEnvironment Home() => new(name => name == "HF_HOME" ? _folder.File("home") : null);

    private HubOptions Options() => new() { Endpoint = GoldenHub.Endpoint, CacheDir = _folder.Path, Handler = _hub, Token = false };

    private async Task<PinnedRepo> PinAsync(string revision, HubOptions? options = null)
    {
        using HubDownloader downloader = new(options ?? Options(), new HubEnvironment(_ => null), new SummedTime());
        return await downloader.PinAsync(RepoId.Model("org/tiny"), revision);
    }
}
