using System.Globalization;
using FineTune.Testing.Faults;
using FineTune.Testing.Routes;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace FineTune.Testing;

/// <summary>
/// A Hub on three ports of 127.0.0.1, close enough to the real one for its own Python client to download from and push to
/// (<c>tests/Goldens/hub/check_standin.py</c> shows it). It holds everything in memory, makes no use of the clock, fails as it is told to, and
/// remembers every request.
/// <code>
/// using StandInHub hub = new(root => root.Model("org/name", ("config.json", "{}"), ("model.safetensors", bytes)));
/// hub.Fail("GET", "model.safetensors", Fault.Drop(after: 1000), port: HubPort.Cdn);
/// </code>
/// </summary>
public sealed class StandInHub : IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly FaultPlan _faults = new();
    private readonly List<RecordedRequest> _requests = [];
    private readonly List<string> _leaks = [];
    private readonly HubState _state;
    private readonly Router _router;
    private readonly LoopbackServer _server;
    private int _answers;

    /// <param name="fill">The repositories there are at the start.</param>
    /// <param name="port">The Hub's port; 0 takes any free one.</param>
    public StandInHub(Action<StandInRoot>? fill = null, HubSettings? settings = null, int port = 0)
    {
        Settings = settings ?? new();
        _state = new(Settings, UrlOf);
        _router = new(_state);
        StandInRoot root = new();
        fill?.Invoke(root);
        root.Seeds.ForEach(_state.Repositories.Plant);
        _server = new(ServeAsync, port);
    }

    public HubSettings Settings { get; }

    /// <summary>Gets the address to give as <c>HF_ENDPOINT</c>.</summary>
    public string Url => UrlOf(HubPort.Hub);

    /// <summary>Gets the requests so far, in the order they came in.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Gets the places where a token stood that it does not belong in: another host, a URL, a body. A test asserts that this is empty.</summary>
    public IReadOnlyList<string> Leaks
    {
        get
        {
            lock (_requests)
            {
                return [.. _leaks];
            }
        }
    }

    public string UrlOf(HubPort port) => _server.Url(port);

    public void ForgetRequests()
    {
        lock (_requests)
        {
            _requests.Clear();
        }
    }

    /// <summary>Lets certain requests fail.</summary>
    /// <param name="method">GET, HEAD, POST ...; null for any.</param>
    /// <param name="path">A regular expression that is searched in the path and query, without escapes.</param>
    /// <param name="skip">How many such requests pass first.</param>
    /// <param name="times">How many then fail; -1 for all.</param>
    public PlannedFault Fail(string? method, string path, Fault fault, int skip = 0, int times = 1, HubPort? port = null)
    {
        PlannedFault planned = new(method, path, fault, skip, times, port);
        _faults.Add(planned);
        return planned;
    }

    /// <summary>Forgets the faults, and lets go of what they hold back.</summary>
    public void Heal() => _faults.Clear();

    /// <summary>Makes every signed URL given out so far one that has expired.</summary>
    public void ExpireUrls()
    {
        lock (_gate)
        {
            _state.Urls.ExpireAll();
        }
    }

    /// <summary>Commits files to a branch, as somebody else would.</summary>
    /// <returns>The commit.</returns>
    public string Commit(string id, SeedFile[] files, string revision = "main", RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            Repository repository = Find(id, kind);
            (string reference, StoredCommit head) = repository.ResolveBranch(revision);
            SortedDictionary<string, StoredFile> tree = new(head.Tree, StringComparer.Ordinal);
            foreach (SeedFile file in files)
            {
                tree[file.Path] = _state.Repositories.Store(file.Path, file.Content, _state.Objects.Text(tree, ".gitattributes"));
            }

            return repository.Add(reference, tree, "somebody else's commit", "", "bob", head.Id).Id;
        }
    }

    public bool Has(string id, RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            return _state.Repositories.Find(kind, id) is not null;
        }
    }

    public bool IsPrivate(string id, RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            return Find(id, kind).IsPrivate;
        }
    }

    /// <summary>Gets the commit a revision stands for.</summary>
    public string HeadOf(string id, string revision = "main", RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            return Find(id, kind).Resolve(revision).Id;
        }
    }

    /// <summary>Gets the full names of branches, tags and pull requests with their commits.</summary>
    public IReadOnlyDictionary<string, string> RefsOf(string id, RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            return new Dictionary<string, string>(Find(id, kind).Refs);
        }
    }

    /// <summary>Gets the titles of a revision's commits, the newest first.</summary>
    public IReadOnlyList<string> HistoryOf(string id, string revision = "main", RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            Repository repository = Find(id, kind);
            return [.. repository.History(repository.Resolve(revision)).Select(commit => commit.Title)];
        }
    }

    /// <summary>Gets the files of a revision.</summary>
    public IReadOnlyDictionary<string, byte[]> Export(string id, string revision = "main", RepositoryKind kind = RepositoryKind.Model)
    {
        lock (_gate)
        {
            return Find(id, kind).Resolve(revision).Tree.ToDictionary(file => file.Key, file => _state.Objects.Get(file.Value));
        }
    }

    /// <summary>Writes the files of a revision into a folder.</summary>
    public void Export(string id, string folder, string revision, RepositoryKind kind = RepositoryKind.Model)
    {
        foreach ((string path, byte[] content) in Export(id, revision, kind))
        {
            string target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, content);
        }
    }

    public void Dispose()
    {
        _closing.Cancel();
        _server.Dispose();
        _closing.Dispose();
    }

    private Repository Find(string id, RepositoryKind kind) =>
        _state.Repositories.Find(kind, id) ?? throw new ArgumentException($"There is no {kind} {id}; there is {string.Join(", ", _state.Repositories.All.Select(repository => repository.Id))}.", nameof(id));

    private async Task ServeAsync(HttpContext context)
    {
        Exchange exchange = new(context, _server.PortOf(context.Connection.LocalPort), _closing.Token);
        RecordedRequest record = new(exchange);
        lock (_requests)
        {
            _requests.Add(record);
        }

        try
        {
            PlannedFault? fault = _faults.Pick(exchange);
            record.Fault = fault?.Fault.Name;
            Answer? early = fault is null ? null : await fault.BeforeAsync(this, exchange);
            await exchange.ReadBodyAsync();
            Note(exchange, record);
            Answer answer = early ?? Route(exchange);
            answer = fault?.Fault.After(exchange, answer) ?? answer;
            if (fault?.Fault.LosesAnswer == true)
            {
                await exchange.HangUpAsync(reset: false);
            }

            AddStandardHeaders(record, answer);
            await AnswerWriter.WriteAsync(exchange, answer, fault, record);
        }
        catch (Exception e) when (e is ConnectionGone or OperationCanceledException or IOException)
        {
            // Told to, or the client has left: either way nobody waits for an answer.
            context.Abort();
        }
    }

    private void Note(Exchange exchange, RecordedRequest record)
    {
        record.Take(exchange);
        lock (_requests)
        {
            _leaks.AddRange(RecordedRequest.Leaks(exchange));
        }
    }

    private Answer Route(Exchange exchange)
    {
        lock (_gate)
        {
            try
            {
                return _router.Route(exchange);
            }
            catch (Rejection rejection)
            {
                return rejection.ToAnswer();
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The request was not one the real Hub would get; a test must see why.
                return Answer.Text($"The stand-in could not answer: {e}", 500);
            }
        }
    }

    private void AddStandardHeaders(RecordedRequest record, Answer answer)
    {
        answer.Headers.TryAdd("X-Request-Id", string.Create(CultureInfo.InvariantCulture, $"Root=1-stand-in-{Interlocked.Increment(ref _answers)}"));
        if (record.Port == HubPort.Hub && Settings.SendsRateLimits && !answer.Headers.ContainsKey("RateLimit"))
        {
            (string group, int quota) = record.IsOfApi ? ("api", 500) : ("resolvers", 3000);
            answer.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{group}\";r={quota - 1};t=300");
            answer.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"fixed window\";\"{group}\";q={quota};w=300");
        }
    }
}
