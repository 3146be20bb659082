namespace FineTune.Hub;

/// <summary>Paths that may be written to in a repository.</summary>
internal static class RepoPath
{
    /// <summary>Checks a file's path.</summary>
    /// <exception cref="ArgumentException">It leads out of the repository, or into a folder that is never uploaded.</exception>
    public static string OfFile(string pathInRepo)
    {
        string path = pathInRepo.StartsWith("./", StringComparison.Ordinal) ? pathInRepo[2..] : pathInRepo;
        HubNames.CheckFile(path);
        return IsNeverUploaded(path) ? Throw.PathIsNeverUploaded(pathInRepo) : path;
    }

    /// <summary>Checks a folder's path; the root is empty, as are <c>.</c> and <c>./</c>.</summary>
    public static string OfFolder(string pathInRepo) => pathInRepo is "" or "." or "./" ? string.Empty : OfFile(pathInRepo.TrimEnd('/'));

    public static string Combine(string folder, string path) => folder.Length == 0 ? path : folder + "/" + path;

    /// <summary>Whether a path lies in git's own folder, or where downloads into a folder keep their notes.</summary>
    public static bool IsNeverUploaded(string path)
    {
        string[] parts = path.Split('/');
        return parts.Contains(".git") || parts.Zip(parts.Skip(1)).Contains((".cache", "huggingface"));
    }
}
