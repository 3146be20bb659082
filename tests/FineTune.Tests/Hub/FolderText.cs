using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FineTune.Tests.Hub;

/// <summary>A folder as the golden files write it down, and back: files with their text, links with their target, empty folders.</summary>
internal static partial class FolderText
{
    public static SortedDictionary<string, string> Of(JsonObject entries) => new(entries.ToDictionary(
        entry => entry.Key,
        entry => (string?)entry.Value!["link"] is { } link ? "-> " + link : (string?)entry.Value!["text"] ?? "folder"), StringComparer.Ordinal);

    public static SortedDictionary<string, string> Of(string root)
    {
        SortedDictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (FileSystemInfo entry in new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(root, entry.FullName).Replace('\\', '/');
            if (entry.LinkTarget is { } target)
            {
                found[name] = "-> " + target.Replace('\\', '/');
            }
            else if (entry is FileInfo)
            {
                string text = File.ReadAllText(entry.FullName);
                found[name] = name.EndsWith(".metadata", StringComparison.Ordinal) ? Time().Replace(text, "\nTIME\n") : text;
            }
            else if (!Directory.EnumerateFileSystemEntries(entry.FullName).Any())
            {
                found[name] = "folder";
            }
        }

        return found;
    }

    public static void Restore(JsonObject entries, string root)
    {
        foreach ((string name, JsonNode? entry) in entries)
        {
            string path = Path.Combine(root, name);
            Directory.CreateDirectory(entry!["folder"] is null ? Path.GetDirectoryName(path)! : path);
            if ((string?)entry["link"] is { } link)
            {
                File.CreateSymbolicLink(path, link);
            }
            else if ((string?)entry["text"] is { } text)
            {
                File.WriteAllText(path, text);
            }
        }
    }

    [GeneratedRegex(@"\n\d+\.\d+\n\z")]
    private static partial Regex Time();
}
