using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace FineTune.Testing;

/// <summary>Looks whether a cache folder holds what it says, by the rules and not by the product's own code.</summary>
public static partial class CacheCheck
{
    /// <param name="isAfterSuccess">Whether nothing may be left of a download under way; after a failure a partial file may wait for the next run.</param>
    public static IEnumerable<string> Problems(string cache, bool isAfterSuccess)
    {
        foreach (string repository in Directory.Exists(cache) ? Directory.EnumerateDirectories(cache, "*--*") : [])
        {
            foreach (string blob in Files(Path.Combine(repository, "blobs")))
            {
                string name = Path.GetFileName(blob);
                bool isPartial = name.EndsWith(".finetune.incomplete", StringComparison.Ordinal);
                if (isPartial ? isAfterSuccess : HashOf(File.ReadAllBytes(blob), name.Length) != name)
                {
                    yield return $"blob {name}";
                }
            }

            foreach (string file in Files(Path.Combine(repository, "snapshots")))
            {
                if (!File.Exists(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file))
                {
                    yield return $"broken pointer {Path.GetRelativePath(repository, file)}";
                }
            }

            foreach (string reference in Files(Path.Combine(repository, "refs")).Where(file => !Commit().IsMatch(File.ReadAllText(file))))
            {
                yield return $"ref {Path.GetRelativePath(repository, reference)}";
            }
        }

    }

    /// <summary>Names what only a process that was killed may leave behind. Nobody reads it.</summary>
    public static IEnumerable<string> LeftOvers(string cache) => Directory.Exists(cache)
        ? Directory.EnumerateFiles(cache, "*.tmp", SearchOption.AllDirectories).Select(file => $"left over {Path.GetRelativePath(cache, file)}")
        : [];

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".tmp", StringComparison.Ordinal))
        : [];

    // A blob of 64 digits is named by its content's SHA-256, one of 40 by git's hash.
    private static string HashOf(byte[] content, int digits) => Convert.ToHexStringLower(digits == 64
        ? SHA256.HashData(content)
        : SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));

    [GeneratedRegex(@"\A[0-9a-f]{40}\z")]
    private static partial Regex Commit();
}
