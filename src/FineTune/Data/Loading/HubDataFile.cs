using FineTune.Hub;

namespace FineTune.Data;

/// <summary>A data file of a data set of the Hub.</summary>
internal sealed class HubDataFile(HubDatasets hub, PinnedRepo pin, TreeFile file) : DataFileSource($"{HubAddress.Of(pin.Repo.Id, pin.Commit)}/{file.Path}")
{
    public override Task<string> FetchAsync(CancellationToken cancellationToken) => hub.FetchAsync(pin, file.Path, cancellationToken);

    public override ReadableFile ToReadable() => hub.Cached(pin, file.Path) is { } path
        ? ReadableFile.Local(path)
        : ReadableFile.Remote(Path, Open);

    private RemoteStream Open() => new(hub.Http, HubRequest.ForFile(HttpMethod.Get, pin.Repo, pin.Commit, file.Path), file.ContentSize);
}
