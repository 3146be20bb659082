using FineTune.Hub;

namespace FineTune.Tests.Hub.Faults;

/// <summary>Every fault at every request of the questions about a repository: an answer or, unless the fault passes, one error of the Hub's kind.</summary>
public sealed class ReadingFaultTests : IDisposable
{
    private const string Repository = "acme/tiny";

    private static readonly Dictionary<string, Func<HfApi, Task>> s_questions = new()
    {
        ["info"] = api => api.ModelInfoAsync(Repository, filesMetadata: true),
        ["tree in pages"] = api => api.ListRepoTreeAsync(Repository, recursive: true),
        ["paths"] = api => api.GetPathsInfoAsync(Repository, ["f1", "nothing"]),
        ["refs"] = api => api.ListRepoRefsAsync(Repository, includePullRequests: true),
        ["commits"] = api => api.ListRepoCommitsAsync(Repository),
        ["access"] = api => api.AuthCheckAsync(Repository),
        ["existence of a file"] = api => api.FileExistsAsync(Repository, "f1"),
        ["existence of a repository"] = api => api.RepoExistsAsync(Repository),
    };

    private readonly StandInHub _hub = new(root => root.Model(Repository, ("f1", "1"), ("f2", "2"), ("f3", "3"), ("README.md", "---\nlicense: mit\n---\n")), new() { PageSize = 2 });
    private readonly LoopbackOnlyHandler _handler = new();

    public static TheoryData<string, bool> Lasting => FaultCatalogue.Lasting;

    public void Dispose()
    {
        _hub.Dispose();
        _handler.Dispose();
    }

    [Theory]
    [MemberData(nameof(Lasting))]
    public async Task Every_question(string fault, bool isForGood)
    {
        List<string> problems = [];
        foreach ((string name, Func<HfApi, Task> ask) in s_questions)
        {
            _hub.ForgetRequests();
            Assert.Equal("", await RunAsync(ask));
            int requests = _hub.Requests.Count;
            for (int at = 0; at < requests; at++)
            {
                PlannedFault planned = _hub.Fail(null, "", FaultCatalogue.Make(fault), skip: at, times: isForGood ? -1 : 1);
                string outcome = await RunAsync(ask);
                _hub.Heal();
                if (planned.Acted == 0)
                {
                    problems.Add($"{name}, request {at}: the fault was not met");
                }

                bool mayFail = !FaultCatalogue.IsSurvived(fault, isForGood) && outcome.StartsWith("HubException", StringComparison.Ordinal);
                if (outcome.Length > 0 && !mayFail)
                {
                    problems.Add($"{name}, request {at}: {outcome}");
                }

                if (outcome.Contains(Tokens.AliceRead, StringComparison.Ordinal))
                {
                    problems.Add($"{name}, request {at} names the token: {outcome}");
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Empty(_hub.Leaks);
        Assert.Empty(_handler.Refused);
    }

    private async Task<string> RunAsync(Func<HfApi, Task> ask)
    {
        HubEnvironment environment = new(name => name == "HF_ENDPOINT" ? _hub.Url : null);
        using HubHttp http = new(new() { Token = Tokens.AliceRead, Handler = _handler }, environment, new SummedTime());
        try
        {
            await ask(new HfApi(http));
            return "";
        }
        catch (HubException error)
        {
            return $"HubException: {error.Message}";
        }
        catch (Exception error)
        {
            return error.ToString();
        }
    }
}
