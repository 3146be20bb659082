using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>Downloads a file into a folder of the caller's, unless what is there is up to date.</summary>
internal sealed class LocalDownload(HubHttp http, HubCache cache, FileLookup lookup, ContentReceiver receiver, TimeProvider time)
{
    /// <summary>Gets the path of the file.</summary>
    public async Task<string> RunAsync(HubFile file, string folder, CancellationToken cancellationToken)
    {
        LocalFolder local = new(folder, file.Path, cache.Logger);
        bool force = http.Options.ForceDownload;
        LocalMetadata? noted = force ? null : local.Read();
        if (noted is not null && noted.Commit == file.Revision)
        {
            return local.Path;
        }

        (FileMetadata? metadata, string? onDisk) = await lookup.FindAsync(
            file, cache.TreesIn(LocalFolder.NotesOf(folder)), () => File.Exists(local.Path) ? local.Path : null, cancellationToken);
        if (onDisk is not null)
        {
            cache.Logger.LogWarning(EventLog.Hub, "{Path} is taken as it is: whether it is up to date cannot be asked.", onDisk);
            return onDisk;
        }

        if (metadata is not null)
        {
            _ = Etag.IsValid(metadata.Etag) ? metadata.Etag : Throw.BadEtag(file, metadata.Etag);
            local.Prepare();
            if (force || !await IsCurrentAsync(local, noted, metadata, cancellationToken))
            {
                await FetchAsync(file, metadata, local, force, cancellationToken);
            }

            local.Write(new(metadata.Commit, metadata.Etag), time.GetUtcNow());
        }

        return local.Path;
    }

    private static async Task<bool> IsCurrentAsync(LocalFolder local, LocalMetadata? noted, FileMetadata metadata, CancellationToken cancellationToken) =>
        File.Exists(local.Path)
        && (noted is not null ? noted.Etag == metadata.Etag : await BlobHash.OfFileAsync(local.Path, metadata.Etag, cancellationToken) == metadata.Etag);

    private async Task FetchAsync(HubFile file, FileMetadata metadata, LocalFolder local, bool force, CancellationToken cancellationToken)
    {
        using CacheLock held = await CacheLock.AcquireAsync(local.LockPath, cache.Logger, time, cancellationToken);
        DownloadTarget target = local.Target(metadata.Etag, held.Excludes);
        if (!force && cache.Of(file.Repo).FindFile(metadata.Commit, file.Path) is { } cached)
        {
            string copy = target.OwnPartial();
            File.Copy(LinkedFile.Final(cached).FullName, copy);
            File.Move(copy, local.Path, overwrite: true);
        }
        else
        {
            await receiver.ReceiveAsync(file, metadata, target, cancellationToken);
        }
    }
}
