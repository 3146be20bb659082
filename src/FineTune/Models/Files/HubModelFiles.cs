using FineTune.Hub;

namespace FineTune;

/// <summary>
/// The files of one Hub repository at one commit, fetched one by one as a call of <c>from_pretrained</c> finds that it needs them. Which
/// files there are is part of the Hub's answer about the commit, so nothing is asked for that does not exist.
/// </summary>
internal sealed class HubModelFiles : IDisposable
{
    private readonly HubDownloader _downloader;
    private readonly PinnedRepo _pin;
    private readonly string _prefix;
    private readonly HashSet<string>? _listed;

    private HubModelFiles(HubDownloader downloader, PinnedRepo pin, string subfolder)
    {
        _downloader = downloader;
        _pin = pin;
        _prefix = subfolder.Length == 0 ? string.Empty : subfolder.Replace('\\', '/').Trim('/') + "/";
        _listed = pin.Info.At("siblings") is null ? null : [.. pin.Info.Items("siblings").Select(file => file.Text("rfilename")).OfType<string>()];
    }

    /// <summary>Gets whether a file was not found in the cache while the Hub could not be asked: it may exist.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>Gets the Hub's address.</summary>
    public string Endpoint => _downloader.Http.Endpoint;

    public static async Task<HubModelFiles> OpenAsync(string id, HubOptions options, CancellationToken cancellationToken)
    {
        HubDownloader downloader = new(options);
        try
        {
            PinnedRepo pin = await downloader.PinAsync(RepoId.Model(id), cancellationToken: cancellationToken);
            return new(downloader, pin, options.Subfolder);
        }
        catch
        {
            downloader.Dispose();
            throw;
        }
    }

    /// <summary>Gets the path of a file, or null when there is none.</summary>
    public async Task<string?> FindAsync(string name, CancellationToken cancellationToken)
    {
        string path = _prefix + name;
        if (_listed is not null)
        {
            return _listed.Contains(path) ? await _downloader.DownloadAsync(_pin, path, cancellationToken) : Missing(path);
        }

        try
        {
            return await _downloader.TryDownloadAsync(_pin, path, cancellationToken);
        }
        catch (LocalEntryNotFoundException)
        {
            IsUncertain = true;
            return null;
        }
    }

    /// <summary>Fetches a file that few repositories have, if the Hub's list has it.</summary>
    public async Task FetchListedAsync(string name, CancellationToken cancellationToken)
    {
        if (_listed?.Contains(_prefix + name) == true)
        {
            _ = await _downloader.DownloadAsync(_pin, _prefix + name, cancellationToken);
        }
    }

    /// <summary>Gets the folder the files are in.</summary>
    public ModelFolder ToFolder(string nameOrPath) => ModelFolder.OfHub(
        nameOrPath,
        Path.Combine([_downloader.Cache.Of(_pin.Repo).SnapshotFolder(_pin.Commit), .. _prefix.Split('/', StringSplitOptions.RemoveEmptyEntries)]),
        _listed is null ? null : [.. _listed.Where(IsHere).Select(path => path[_prefix.Length..]).Order(StringComparer.Ordinal)]);

    public void Dispose() => _downloader.Dispose();

    private bool IsHere(string path) => path.StartsWith(_prefix, StringComparison.Ordinal) && path.IndexOf('/', _prefix.Length) < 0;

    // What the Hub said is remembered for later calls without a network, here and in Python.
    private string? Missing(string path)
    {
        RepoCache folder = _downloader.Cache.Of(_pin.Repo);
        if (!folder.IsKnownMissing(_pin.Commit, path))
        {
            folder.MarkMissing(_pin.Commit, path);
        }

        return null;
    }
}
