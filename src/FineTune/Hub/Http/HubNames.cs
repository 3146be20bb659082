using System.Text.RegularExpressions;

namespace FineTune.Hub;

/// <summary>
/// Which names of repositories, files and revisions are accepted. All three become parts of addresses and of paths on disk, wherever
/// they come from: the caller, a listing, an index of shards, a README.
/// </summary>
internal static partial class HubNames
{
    private const int MaxRepoIdLength = 96;

    /// <summary>Gets what is wrong with a repository's name, or null.</summary>
    public static string? ProblemOfRepoId(string? id) => id switch
    {
        null or "" => "it is empty",
        _ when id.Count(c => c == '/') > 1 => "it has more than one \"/\"",
        _ when id.Length > MaxRepoIdLength => $"it has {id.Length} characters and {MaxRepoIdLength} is the most",
        _ when id.Contains("--", StringComparison.Ordinal) || id.Contains("..", StringComparison.Ordinal) => "\"--\" and \"..\" are forbidden",
        _ when id.EndsWith(".git", StringComparison.Ordinal) => "it ends in \".git\"",
        _ when !RepoIdPattern().IsMatch(id) =>
            "its parts may hold letters, digits, \"-\", \"_\" and \".\", and neither begin nor end with \"-\" or \".\"",
        _ => null,
    };

    /// <summary>Refuses a name that no repository has.</summary>
    /// <exception cref="ArgumentException">The name breaks the Hub's rules; the message says which.</exception>
    public static void CheckRepoId(string? id)
    {
        if (ProblemOfRepoId(id) is { } problem)
        {
            throw new ArgumentException($"\"{id}\" is not a repository's name: {problem}. Expected \"org/name\" or \"name\".");
        }
    }

    /// <summary>Gets what is wrong with the path of a file (or folder) inside a repository, or null.</summary>
    /// <param name="path">The path, parts separated by <c>/</c>.</param>
    /// <param name="windows">Whether the names Windows reserves are refused too; null: when running there.</param>
    public static string? ProblemOfFile(string? path, bool? windows = null)
    {
        if (string.IsNullOrEmpty(path))
        {
            return "it is empty";
        }

        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return "it contains the character NUL";
        }

        if (DrivePattern().IsMatch(path))
        {
            return "it begins with a drive";
        }

        foreach (string part in path.Split('/', '\\'))
        {
            if (part is "" or "." or "..")
            {
                return "an empty part, \".\" and \"..\" are forbidden, and so is a separator at either end";
            }

            if ((windows ?? OperatingSystem.IsWindows()) && ReservedOnWindows(part))
            {
                return $"Windows cannot store \"{part}\"";
            }
        }

        return null;
    }

    /// <summary>Refuses a path that could lead out of the repository's folder.</summary>
    /// <exception cref="ArgumentException">The path is not acceptable; the message says why.</exception>
    public static void CheckFile(string? path)
    {
        if (ProblemOfFile(path) is { } problem)
        {
            throw new ArgumentException($"\"{Shown(path)}\" is not the path of a file inside a repository: {problem}.");
        }
    }

    /// <summary>Refuses a revision that could lead out of the cache's <c>refs</c> folder.</summary>
    /// <exception cref="ArgumentException">The revision is not acceptable; the message says why.</exception>
    public static void CheckRevision(string? revision)
    {
        if (ProblemOfFile(revision) is { } problem)
        {
            throw new ArgumentException(
                $"\"{Shown(revision)}\" is not a revision: {problem}. Expected a branch, a tag or a commit, such as \"main\" or \"refs/pr/1\".");
        }
    }

    /// <summary>Whether a revision is a full commit hash, which stands for the same files for ever.</summary>
    public static bool IsCommit(string revision) => revision.Length == 40 && IsHex(revision);

    /// <summary>Whether a text consists of the digits 0 to 9 and a to f, as hashes do.</summary>
    public static bool IsHex(string text) => text.Length > 0 && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    private static string? Shown(string? name) => name?.Replace("\0", "\\0", StringComparison.Ordinal);

    private static bool ReservedOnWindows(string part) =>
        part[^1] is '.' or ' ' || part.Any(c => c < ' ' || "<>:\"|?*".Contains(c, StringComparison.Ordinal)) || DevicePattern().IsMatch(part);

    [GeneratedRegex(@"^([A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?/)?[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?\z")]
    private static partial Regex RepoIdPattern();

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex DrivePattern();

    [GeneratedRegex(@"^(CON|PRN|AUX|NUL|COM[0-9]|LPT[0-9]|CONIN\$|CONOUT\$)(\.|\z)", RegexOptions.IgnoreCase)]
    private static partial Regex DevicePattern();
}
