using System.Text.Json.Nodes;
using FineTune.Terminal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// Brings files of the Hub to this computer: what <c>from_pretrained</c>, <c>load_dataset</c> and <see cref="HfHub"/> are built on. Whoever needs
/// several files of a repository pins it first (<see cref="PinAsync"/>), so that all come from one commit.
/// </summary>
/// <remarks>The options' <c>Subfolder</c> is not looked at: names here are whole paths in the repository, as <see cref="HubOptions.PathOf"/> gives them.</remarks>
internal sealed class HubDownloader : IDisposable
{
    private readonly HubHttp _http;
    private readonly CacheDownload _toCache;
    private readonly LocalDownload _toFolder;
    private readonly FileLookup _lookup;
    private readonly CanonicalNames _names;
    private readonly ILogger _logger;

    /// <param name="options">The caller's wishes.</param>
    /// <param name="environment">The environment variables; null: the process's.</param>
    /// <param name="time">What waits are measured by; null: the computer's clock.</param>
    public HubDownloader(HubOptions options, HubEnvironment? environment = null, TimeProvider? time = null)
    {
        environment ??= HubEnvironment.Process;
        time ??= TimeProvider.System;
        _logger = options.Logger ?? NullLogger.Instance;
        Cache = HubCache.Of(options, environment);
        DownloadFolder.Require(Cache.Root);
        _http = new(options, environment, time);
        if (options.ForceDownload && _http.IsOffline)
        {
            _http.Dispose();
            Throw.ForcedOffline();
        }

        _names = new(environment, _http.Endpoint, _logger);
        MetadataRequest questions = new(_http);
        _lookup = new(_http, questions, _logger);
        ContentReceiver receiver = new(_http, questions, time, _logger);
        _toCache = new(_http, Cache, _lookup, receiver, time);
        _toFolder = new(_http, Cache, _lookup, receiver, time);
    }

    /// <summary>Gets the cache that is read and filled.</summary>
    public HubCache Cache { get; }

    /// <summary>Gets the connection to the Hub, for questions of the caller's own.</summary>
    public HubHttp Http => _http;

    /// <summary>
    /// Finds the commit that a revision stands for: without a request where the revision is a commit or this process has asked before, with one
    /// otherwise. Where the Hub cannot be reached, the commit that the cache remembers.
    /// </summary>
    /// <param name="repo">The repository, by any of its names.</param>
    /// <param name="revision">A branch, tag or commit; null: that of the options.</param>
    /// <param name="useCanonicalName">
    /// Whether an old name gives way to the one the Hub says, as for data sets; models stay under the name they were asked for by.
    /// </param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <exception cref="RevisionNotFoundException">The Hub has no such revision.</exception>
    /// <exception cref="HubException">The Hub refuses, or cannot be reached and the cache does not know the revision.</exception>
    public async Task<PinnedRepo> PinAsync(
        RepoId repo, string? revision = null, bool useCanonicalName = false, CancellationToken cancellationToken = default)
    {
        string wanted = revision ?? _http.Options.Revision;
        HubNames.CheckRevision(wanted);
        bool mayBeRenamed = useCanonicalName && !repo.Id.Contains('/', StringComparison.Ordinal);
        if (HubNames.IsCommit(wanted) && !mayBeRenamed)
        {
            return new(repo, wanted, wanted);
        }

        RepoPins.Key key = new(_http.Endpoint, Cache.Root, repo, wanted, useCanonicalName);
        return (_http.Options.ForceDownload ? null : RepoPins.Find(key)) ?? await AskAndPinAsync(key, cancellationToken);
    }

    /// <summary>Gets the files of a commit: from the cache's list, else from the Hub (then the cache has it).</summary>
    /// <exception cref="HubException">The list is not in the cache, and the Hub did not give it.</exception>
    public async Task<IReadOnlyList<TreeFile>> ListFilesAsync(PinnedRepo pin, CancellationToken cancellationToken = default) =>
        (await ListFilesAsync(pin, Cache.Of(pin.Repo).Trees, cancellationToken)).Files;

    /// <summary>Gets the path of a file, downloading it unless the cache has it.</summary>
    /// <exception cref="EntryNotFoundException">There is no such file.</exception>
    /// <exception cref="LocalEntryNotFoundException">The Hub cannot be reached, and the cache has not got the file.</exception>
    /// <exception cref="HubException">The Hub refuses, or what arrives is damaged.</exception>
    /// <exception cref="ArgumentException">The name of the file or the revision is none.</exception>
    public Task<string> DownloadAsync(PinnedRepo pin, string file, CancellationToken cancellationToken = default) =>
        DownloadAsync(pin.File(file), cancellationToken);

    /// <inheritdoc cref="DownloadAsync(PinnedRepo, string, CancellationToken)"/>
    public Task<string> DownloadAsync(HubFile file, CancellationToken cancellationToken = default) =>
        RunAsync(file.Checked(), Cache.Of(file.Repo).Trees, () => _toCache.RunAsync(file, cancellationToken));

    /// <summary>Gets the path of a file that need not exist: null if the commit has none, which is remembered and not asked for again.</summary>
    /// <exception cref="LocalEntryNotFoundException">The Hub cannot be reached, and whether there is such a file is not known.</exception>
    /// <exception cref="HubException">The Hub refuses, or what arrives is damaged.</exception>
    public async Task<string?> TryDownloadAsync(PinnedRepo pin, string file, CancellationToken cancellationToken = default)
    {
        HubFile wanted = pin.File(file).Checked();
        RepoCache folder = Cache.Of(pin.Repo);
        bool isMissing = !_http.Options.ForceDownload && folder.FindFile(pin.Commit, file) is null
            && (folder.IsKnownMissing(pin.Commit, file) || (folder.Trees.Read(pin.Commit) is { } tree && tree.Find(file) is null));
        if (isMissing)
        {
            return null;
        }

        try
        {
            return await DownloadAsync(wanted, cancellationToken);
        }
        catch (EntryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Brings a file into a folder of the caller's, unless it is up to date there; or, where there is none, into the cache.</summary>
    public Task<string> BringAsync(HubFile file, string? folder, CancellationToken cancellationToken = default) => folder is null
        ? DownloadAsync(file, cancellationToken)
        : RunAsync(file.Checked(), Cache.TreesIn(LocalFolder.NotesOf(folder)), () => _toFolder.RunAsync(file, folder, cancellationToken));

    /// <summary>Gets the files of a commit, from a list kept elsewhere than in the cache.</summary>
    public async Task<CommitTree> ListFilesAsync(PinnedRepo pin, TreeStore store, CancellationToken cancellationToken)
    {
        if (store.Read(pin.Commit) is { } known)
        {
            return known;
        }

        string url = HubPaths.Tree(pin.Repo, pin.Commit) + "?recursive=true&expand=false";
        HubRequest request = HubRequest.Get(url) with { Repo = pin.Repo, Revision = pin.Commit };
        IReadOnlyList<JsonNode> entries = await _http.GetPagesAsync(request, cancellationToken);
        try
        {
            return store.Write(pin.Commit, TreeFile.FromListing(entries));
        }
        catch (FormatException error)
        {
            throw Throw.BadListing(pin.Repo, error);
        }
    }

    /// <summary>Asks the Hub for the commit of a revision.</summary>
    /// <exception cref="HubException">The Hub refuses, or cannot be reached.</exception>
    public Task<PinnedRepo> AskAsync(RepoId repo, string revision, CancellationToken cancellationToken) =>
        AskAsync(repo, revision, isPatient: true, cancellationToken);

    private async Task<PinnedRepo> AskAsync(RepoId repo, string revision, bool isPatient, CancellationToken cancellationToken)
    {
        RepoId asked = _names.Of(repo);
        try
        {
            return await AskAsync(asked);
        }
        catch (RepositoryNotFoundException) when (asked != repo)
        {
            _names.Forget(repo);
            return await AskAsync(repo);
        }

        async Task<PinnedRepo> AskAsync(RepoId name)
        {
            HubRequest request = HubRequest.Get(HubPaths.Info(name, revision)) with { Repo = repo, Revision = revision, Retry = isPatient };
            JsonNode? info = await _http.SendJsonAsync(request, cancellationToken);
            if (info.Text("id") is { } id && id != name.Id)
            {
                _names.Remember(repo, id);
            }

            return info.Text("sha") is { } commit && HubNames.IsCommit(commit)
                ? new(repo, revision, commit) { Info = info }
                : throw Throw.NoCommitInInfo(repo, revision);
        }
    }

    /// <summary>The error for the caller when neither the Hub nor the disk gave what was needed.</summary>
    public Exception FinalError(HubFile file, HubException error) => _lookup.Final(file, error);

    public void Dispose() => _http.Dispose();

    // A list that was damaged on its way would be believed for ever: where it and the Hub differ it is forgotten, and the Hub asked.
    private async Task<string> RunAsync(HubFile file, TreeStore trees, Func<Task<string>> download)
    {
        try
        {
            return await download();
        }
        catch (HubException error) when (error is ContentMismatchException or EntryNotFoundException && IsListed(file, trees))
        {
            _logger.LogWarning(EventLog.Hub, "The list of files is not that of {Repo} at {Commit} and is forgotten: {Reason}", file.Repo, file.Revision, error.Message);
            trees.Forget(file.Revision);
            return await download();
        }
    }

    private static bool IsListed(HubFile file, TreeStore trees) =>
        HubNames.IsCommit(file.Revision) && trees.Read(file.Revision)?.Find(file.Path) is not null;

    private async Task<PinnedRepo> AskAndPinAsync(RepoPins.Key key, CancellationToken cancellationToken)
    {
        bool force = _http.Options.ForceDownload;
        try
        {
            // Where the cache can serve, a network that is down costs one attempt.
            bool canServe = !force && Cache.Of(key.UseCanonicalName ? Cache.RenamedFrom(key.Repo) : key.Repo).ReadRef(key.Revision) is not null;
            PinnedRepo pin = await AskAsync(key.Repo, key.Revision, isPatient: !canServe, cancellationToken);
            if (key.UseCanonicalName && pin.Info.Text("id") is { } id)
            {
                pin = pin with { Repo = new(key.Repo.Type, id) };
            }

            Cache.Of(pin.Repo).WriteRef(key.Revision, pin.Commit);
            return RepoPins.Keep(key, pin, replace: force);
        }
        catch (HubException error) when (error is not RevisionNotFoundException)
        {
            RepoId repo = key.UseCanonicalName ? Cache.RenamedFrom(key.Repo) : key.Repo;
            if (force || Cache.Of(repo).ReadRef(key.Revision) is not { } commit)
            {
                throw _lookup.Final(new(repo, key.Revision, string.Empty), error);
            }

            _logger.LogInformation(EventLog.Hub, "{Repo} is taken from the cache, as the Hub was not asked or did not say: {Reason}", repo, error.Message);
            return new(repo, key.Revision, commit);
        }
    }
}
