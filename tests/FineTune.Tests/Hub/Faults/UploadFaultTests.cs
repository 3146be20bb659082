using FineTune.Hub;

namespace FineTune.Tests.Hub.Faults;

/// <summary>
/// Every fault at every request of an upload: one commit with everything or one error of the Hub's kind that names no token; never a part of it in
/// the repository; and a run after it, without the fault, that brings what is missing and makes no commit of nothing.
/// </summary>
public sealed class UploadFaultTests : IDisposable
{
    private const int LongestRun = 16;
    private const int Often = 60;
    private static readonly byte[] s_weights = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * i >> 6))];
    private readonly TemporaryFolder _folder = new();
    private readonly LoopbackOnlyHandler _handler = new();

    public static TheoryData<string, bool> Lasting => FaultCatalogue.LastingOfUploads;

    public void Dispose()
    {
        _folder.Dispose();
        _handler.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public Task A_folder_with_a_large_file(string fault, bool isForGood) => CheckEveryRequestAsync(fault, isForGood, new());

    [Theory]
    [MemberData(nameof(Lasting))]
    public Task A_folder_with_a_file_in_parts(string fault, bool isForGood) =>
        CheckEveryRequestAsync(fault, isForGood, new() { MultipartThreshold = 200_000, PartSize = 160_000 });

    [Theory]
    [InlineData("/preupload/")]
    [InlineData("/commit/")]
    public async Task Somebody_elses_commit_in_between_is_kept(string request)
    {
        using StandInHub hub = new(root => root.Model("alice/run", ("old.txt", "old")));
        Write(0);
        hub.Fail("POST", request, Fault.Race("theirs.txt"));

        string outcome = await RunAsync(hub, "alice/run");

        Assert.Equal("", outcome);
        Assert.Equal([".gitattributes", "README.md", "config.json", "model.safetensors", "old.txt", "theirs.txt"], hub.Export("alice/run").Keys.Order(StringComparer.Ordinal));
    }

    private async Task CheckEveryRequestAsync(string fault, bool isForGood, HubSettings settings)
    {
        using StandInHub hub = new(
            root => Array.ForEach([.. Enumerable.Range(0, LongestRun + 1)], i => root.Model(Repository(i), ("old.txt", "old"))), settings);
        List<string> problems = [];
        Write(LongestRun);
        Assert.Equal("", await RunAsync(hub, Repository(LongestRun)));
        int requests = hub.Requests.Count;
        Assert.InRange(requests, 5, LongestRun);
        bool isSurvived = FaultCatalogue.IsSurvived(fault, isForGood);
        for (int at = 0; at < requests; at++)
        {
            string repository = Repository(at);
            Write(at);
            hub.ForgetRequests();
            PlannedFault planned = hub.Fail(null, "", FaultCatalogue.Make(fault), skip: at, times: isForGood ? Often : 1);
            string outcome = await RunAsync(hub, repository);
            string asked = hub.Requests.ElementAtOrDefault(at)?.ToString() ?? "a request that was not made";
            hub.Heal();
            void Require(bool isFine, string problem) => problems.AddRange(isFine ? [] : [$"{asked}: {problem}"]);

            Require(planned.Acted > 0, "the fault was not met");
            Require(outcome.Length == 0 || (!isSurvived && outcome.StartsWith("HubException", StringComparison.Ordinal)), outcome);
            Require(!outcome.Contains(Tokens.AliceWrite, StringComparison.Ordinal), "the token was said: " + outcome);
            Require(Holds(hub, repository) || (outcome.Length > 0 && hub.HistoryOf(repository).Count == 1), $"the repository holds {string.Join(", ", hub.Export(repository).Keys)} after {outcome}");

            string repaired = await RunAsync(hub, repository);
            Require(repaired.Length == 0 && Holds(hub, repository), $"not repaired after {outcome}: {repaired}");
            Require(hub.HistoryOf(repository).Count == 2, $"{hub.HistoryOf(repository).Count - 1} commits were made");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Empty(hub.Leaks);
        Assert.Empty(_handler.Refused);
    }

    /// <returns>"" for success, else what went wrong: an error of the Hub's kind begins with HubException.</returns>
    private async Task<string> RunAsync(StandInHub hub, string repository)
    {
        HubEnvironment environment = new(name => name == "HF_ENDPOINT" ? hub.Url : null);
        ListLogger logger = new();
        using HubHttp http = new(new() { Token = Tokens.AliceWrite, Handler = _handler, Logger = logger }, environment, new SummedTime());
        try
        {
            await new HfApi(http).UploadFolderAsync(repository, _folder.Path);
            return "";
        }
        catch (HubException error)
        {
            return $"HubException: {error.Message}\n{string.Join('\n', logger.Messages)}";
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }

    // Another content each time: the store keeps what it has once, whoever brought it.
    private void Write(int number)
    {
        byte[] weights = [(byte)number, .. s_weights];
        File.WriteAllBytes(_folder.File("model.safetensors"), weights);
        _folder.Write("config.json", $"{{\"model_type\": \"bert\", \"number\": {number}}}");
        _folder.Write("README.md", $"---\nlicense: mit\n---\nNumber {number}\n");
    }

    private bool Holds(StandInHub hub, string repository)
    {
        IReadOnlyDictionary<string, byte[]> files = hub.Export(repository);
        return Directory.EnumerateFiles(_folder.Path).All(file => files.GetValueOrDefault(Path.GetFileName(file))?.AsSpan().SequenceEqual(File.ReadAllBytes(file)) == true);
    }

    private static string Repository(int number) => $"alice/run-{number}";
}
