using System.Net;
using FineTune.Hub;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Data;

/// <summary>
/// Opens data sets of the Hub. Information first: it says the commit, to which everything else keeps, and the name the data set has now, which
/// the cache and all further requests use.
/// </summary>
internal sealed class HubDatasets : IDisposable
{
    private readonly HubOptions _options;
    private readonly HubDownloader _hub;

    public HubDatasets(HubOptions options)
    {
        _options = options;
        HubEnvironment environment = HubEnvironment.Process.ForDatasets();
        _hub = new HubDownloader(options, environment);
        Downloads = options.CacheDir is { } folder ? Path.Combine(folder, "downloads") : environment.DownloadedDatasets;
    }

    public string Endpoint => _hub.Http.Endpoint;

    public HubHttp Http => _hub.Http;

    /// <summary>Gets the folder for files of other hosts.</summary>
    public string Downloads { get; }

    /// <summary>Opens a data set: its files and what it says about itself.</summary>
    /// <exception cref="DatasetNotFoundException">There is none of that name or revision, or the caller may not see it.</exception>
    /// <exception cref="HubException">The Hub cannot be reached, and the cache has not got what is needed.</exception>
    public async Task<DatasetRepository> OpenAsync(string id, string? revision, CancellationToken cancellationToken)
    {
        (PinnedRepo pin, HubTree tree) = await PinAsync(id, revision, cancellationToken).ConfigureAwait(false);
        string? readme = await ReadAsync(pin, "README.md", cancellationToken).ConfigureAwait(false);
        string? infos = await ReadAsync(pin, "dataset_infos.json", cancellationToken).ConfigureAwait(false);
        return new DatasetRepository(pin.Repo.Id, tree, DatasetCard.Read(readme, infos, pin.Repo.Id));
    }

    /// <summary>Lists the files of a data set.</summary>
    /// <exception cref="DatasetNotFoundException">There is none of that name or revision, or the caller may not see it.</exception>
    /// <exception cref="HubException">The Hub cannot be reached, and the cache has not got what is needed.</exception>
    public async Task<HubTree> ListAsync(string id, string? revision, CancellationToken cancellationToken) =>
        (await PinAsync(id, revision, cancellationToken).ConfigureAwait(false)).Tree;

    public Task<string> FetchAsync(PinnedRepo pin, string file, CancellationToken cancellationToken) =>
        Explained(pin.Repo.Id, pin.Revision, () => _hub.DownloadAsync(pin, file, cancellationToken));

    /// <summary>Gets the path of a file if the cache has it.</summary>
    public string? Cached(PinnedRepo pin, string file) => _options.ForceDownload ? null : _hub.Cache.Of(pin.Repo).FindFile(pin.Commit, file);

    public void Dispose() => _hub.Dispose();

    private async Task<(PinnedRepo Pin, HubTree Tree)> PinAsync(string id, string? revision, CancellationToken cancellationToken)
    {
        string wanted = revision ?? _options.Revision;
        PinnedRepo pin = await Explained(
            id, wanted, () => _hub.PinAsync(RepoId.Dataset(id), wanted, useCanonicalName: true, cancellationToken)).ConfigureAwait(false);
        if (pin.Info is null && !HubNames.IsCommit(wanted))
        {
            _options.Logger?.LogWarning(EventLog.Data, "Using the latest cached version of the dataset since {Id} couldn't be found on the Hugging Face Hub", id);
        }

        IReadOnlyList<TreeFile> files = await Explained(id, wanted, () => _hub.ListFilesAsync(pin, cancellationToken)).ConfigureAwait(false);
        return (pin, new HubTree(this, pin, files));
    }

    private async Task<string?> ReadAsync(PinnedRepo pin, string file, CancellationToken cancellationToken) =>
        await Explained(pin.Repo.Id, pin.Revision, () => _hub.TryDownloadAsync(pin, file, cancellationToken)).ConfigureAwait(false) is { } path
            ? await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>Says of a failure which data set it is about, in the words users search for.</summary>
    private async Task<T> Explained<T>(string id, string revision, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (GatedRepoException cause)
        {
            throw DataError.GatedDataset(id, Endpoint, cause.StatusCode == HttpStatusCode.Forbidden, cause);
        }
        catch (RepositoryNotFoundException cause)
        {
            throw DataError.DatasetNotFound(id, cause);
        }
        catch (RevisionNotFoundException cause)
        {
            throw DataError.NoDatasetRevision(id, revision, cause);
        }
        catch (Exception cause) when (cause is LocalEntryNotFoundException or OfflineModeIsEnabledException or HubConnectionException)
        {
            throw DataError.DatasetNotReached(id, cause);
        }
    }
}
