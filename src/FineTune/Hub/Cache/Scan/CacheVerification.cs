namespace FineTune.Hub;

/// <summary>Hashes a snapshot's files and compares them with the list of its commit.</summary>
internal static class CacheVerification
{
    /// <param name="commit">The commit the folder is of.</param>
    /// <param name="folder">The folder of its files.</param>
    /// <param name="tree">The commit's files; null when nobody knows: then a content is compared with the name of its blob.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    public static async Task<FolderVerification> RunAsync(
        string commit, string folder, CommitTree? tree, CancellationToken cancellationToken)
    {
        Dictionary<string, string> local = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(LinkedFile.Exists)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'), StringComparer.Ordinal);
        Dictionary<string, string> expected = tree is not null
            ? tree.Files.ToDictionary(file => file.Path, file => file.Etag, StringComparer.Ordinal)
            : local.ToDictionary(file => file.Key, file => Path.GetFileName(LinkedFile.NextStep(file.Value)), StringComparer.Ordinal);

        List<FileMismatch> mismatches = [];
        int count = 0;
        foreach (string path in local.Keys.Where(expected.ContainsKey).Order(StringComparer.Ordinal))
        {
            string etag = expected[path];
            string? actual = await BlobHash.OfFileAsync(local[path], etag, cancellationToken);
            count += actual is null ? 0 : 1;
            if (actual is not null && actual != etag)
            {
                mismatches.Add(new(path, etag, actual, Etag.IsSha256(etag) ? "sha256" : "git-sha1"));
            }
        }

        return new()
        {
            Revision = commit,
            VerifiedPath = folder,
            CheckedCount = count,
            Mismatches = mismatches,
            MissingPaths = [.. expected.Keys.Where(path => !local.ContainsKey(path)).Order(StringComparer.Ordinal)],
            ExtraPaths = [.. local.Keys.Where(path => !expected.ContainsKey(path)).Order(StringComparer.Ordinal)],
            IsCompared = tree is not null,
        };
    }
}
