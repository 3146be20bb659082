namespace FineTune.Hub;

/// <summary>Downloads a file into the cache, unless it is there.</summary>
internal sealed class CacheDownload(HubHttp http, HubCache cache, FileLookup lookup, ContentReceiver receiver, TimeProvider time)
{
    /// <summary>Gets the path of the file in the snapshot of its commit.</summary>
    public async Task<string> RunAsync(HubFile file, CancellationToken cancellationToken)
    {
        RepoCache folder = cache.Of(file.Repo);
        bool force = http.Options.ForceDownload;
        if (!force && HubNames.IsCommit(file.Revision) && folder.FindFile(file.Revision, file.Path) is { } there)
        {
            return there;
        }

        (FileMetadata? metadata, string? onDisk) = await FindAsync(file, folder, cancellationToken);
        return onDisk ?? await FetchAsync(file, metadata!, folder, force, cancellationToken);
    }

    private async Task<(FileMetadata? Metadata, string? OnDisk)> FindAsync(HubFile file, RepoCache folder, CancellationToken cancellationToken)
    {
        try
        {
            return await lookup.FindAsync(
                file, folder.Trees, () => folder.ReadRef(file.Revision) is { } commit ? folder.FindFile(commit, file.Path) : null, cancellationToken);
        }
        catch (EntryNotFoundException error) when (error.Commit is { } commit && HubNames.IsCommit(commit))
        {
            folder.MarkMissing(commit, file.Path);
            folder.WriteRef(file.Revision, commit);
            throw;
        }
    }

    private async Task<string> FetchAsync(HubFile file, FileMetadata metadata, RepoCache folder, bool force, CancellationToken cancellationToken)
    {
        string pointer = folder.PointerPath(metadata.Commit, file.Path);
        string blob = folder.BlobPath(metadata.Etag);
        if (!force && LinkedFile.Exists(pointer))
        {
            folder.WriteRef(file.Revision, metadata.Commit);
            return pointer;
        }

        Directory.CreateDirectory(folder.Blobs);
        Directory.CreateDirectory(Path.GetDirectoryName(pointer)!);
        CacheDirectoryTag.Ensure(cache.Root);
        folder.WriteRef(file.Revision, metadata.Commit);
        using CacheLock held = await CacheLock.AcquireAsync(folder.LockPath(metadata.Etag), cache.Logger, time, cancellationToken);
        if (force || !LinkedFile.Exists(pointer))
        {
            DownloadTarget target = new(blob, blob, held.Excludes);
            bool isNew = force || !LinkedFile.Exists(blob);
            if (isNew)
            {
                await receiver.ReceiveAsync(file, metadata, target, cancellationToken);
            }
            else if (held.Excludes)
            {
                File.Delete(target.KeptPartial);   // somebody else has fetched the whole meanwhile
            }

            folder.Point(pointer, blob, isNew);
        }

        return pointer;
    }
}
