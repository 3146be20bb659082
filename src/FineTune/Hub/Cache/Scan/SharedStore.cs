namespace FineTune.Hub;

/// <summary>
/// The store that repositories may share, which the reference keeps for its own way of fetching large files: <c>{cache}/blobs</c> with a mark. A
/// repository's blob may be a link into it. Ours reads through such links, counts the contents once, and never deletes in it: who else
/// uses a content only the reference's books say.
/// </summary>
internal static class SharedStore
{
    private const string FolderName = "blobs";
    private const string Mark = ".huggingface-shared-blobs";

    /// <summary>Gets whether a folder of the cache's root is the store.</summary>
    public static bool Is(string cache, string folderName) => folderName == FolderName && File.Exists(Path.Combine(cache, FolderName, Mark));

    /// <summary>Gets whether a repository's blob is only a link into the store.</summary>
    public static bool Holds(string cache, string blobPath) =>
        new FileInfo(blobPath).LinkTarget is not null && IsInside(cache, LinkedFile.NextStep(blobPath));

    /// <summary>Gets the contents of the store.</summary>
    public static IEnumerable<FileInfo> Contents(string cache) => Is(cache, FolderName)
        ? new DirectoryInfo(Path.Combine(cache, FolderName)).EnumerateDirectories()
            .SelectMany(folder => folder.EnumerateFiles().Where(file => Etag.IsSha256(file.Name)))
        : [];

    private static bool IsInside(string cache, string path) =>
        path.StartsWith(Path.Combine(cache, FolderName) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
