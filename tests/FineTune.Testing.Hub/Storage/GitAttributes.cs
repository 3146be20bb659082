using System.Text;
using System.Text.RegularExpressions;

namespace FineTune.Testing.Storage;

/// <summary>The two files that tell git what to do with a path, near enough.</summary>
internal static class GitAttributes
{
    private static readonly string[] s_large =
    [
        "*.7z", "*.arrow", "*.bin", "*.bz2", "*.ckpt", "*.ftz", "*.gz", "*.h5", "*.joblib", "*.lfs.*", "*.mlmodel", "*.model", "*.msgpack", "*.npy", "*.npz", "*.onnx",
        "*.ot", "*.parquet", "*.pb", "*.pickle", "*.pkl", "*.pt", "*.pth", "*.rar", "*.safetensors", "saved_model/**/*", "*.tar.*", "*.tar", "*.tflite", "*.tgz",
        "*.wasm", "*.xz", "*.zip", "*.zst", "*tfevents*",
    ];

    /// <summary>Gets the file that a new repository has.</summary>
    public static byte[] Default { get; } = Encoding.ASCII.GetBytes(string.Concat(s_large.Select(pattern => $"{pattern} filter=lfs diff=lfs merge=lfs -text\n")));

    /// <summary>Whether <c>.gitattributes</c> makes a file a large one. The last line that speaks of it decides.</summary>
    public static bool IsLarge(string? text, string path)
    {
        bool isLarge = false;
        foreach (string[] words in Lines(text).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => Matches(path, words[0])))
        {
            isLarge = words.Contains("filter=lfs") || (isLarge && !words.Contains("-filter") && !words.Contains("!filter"));
        }

        return isLarge;
    }

    /// <summary>Whether <c>.gitignore</c> leaves a file out.</summary>
    public static bool IsIgnored(string? text, string path)
    {
        bool isIgnored = false;
        foreach (string line in Lines(text))
        {
            bool isNegated = line.StartsWith('!');
            isIgnored = Matches(path, isNegated ? line[1..] : line) ? !isNegated : isIgnored;
        }

        return isIgnored;
    }

    private static IEnumerable<string> Lines(string? text) => (text ?? "").Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && !line.StartsWith('#'));

    /// <summary>A pattern with a slash is meant from the root, and <c>**</c> crosses folders; one without matches any part of the path.</summary>
    private static bool Matches(string path, string pattern)
    {
        bool isRooted = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        string body = Regex.Escape(pattern.Trim('/')).Replace(@"\[", "[", StringComparison.Ordinal).Replace(@"\?", "[^/]", StringComparison.Ordinal)
            .Replace(@"\*\*/", "(?:.+/)?", StringComparison.Ordinal).Replace(@"\*\*", ".<all>", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(".<all>", ".*", StringComparison.Ordinal);
        return isRooted ? Regex.IsMatch(path, $@"\A{body}(?:/.*)?\z") : path.Split('/').Any(part => Regex.IsMatch(part, $@"\A{body}\z"));
    }
}
