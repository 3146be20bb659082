using System.Text.Json.Nodes;

namespace FineTune.Testing.Storage;

/// <summary>The files and folders of a commit, as the API lists them.</summary>
internal static class TreeListing
{
    /// <param name="under">A folder or a file; "" for everything.</param>
    public static List<JsonObject> Of(StoredCommit commit, string under, bool isRecursive, bool withXet)
    {
        IEnumerable<KeyValuePair<string, StoredFile>> files = commit.Tree.Where(file => under.Length == 0 || file.Key == under || file.Key.StartsWith(under + "/", StringComparison.Ordinal));
        SortedDictionary<string, string> folders = new(StringComparer.Ordinal);
        foreach ((string path, StoredFile file) in files)
        {
            foreach (string folder in Parents(path).Where(folder => under.Length == 0 || folder.StartsWith(under + "/", StringComparison.Ordinal)))
            {
                folders[folder] = folders.GetValueOrDefault(folder) + file.Oid;
            }
        }

        int depth = under.Length == 0 ? 0 : under.Count(c => c == '/') + 1;
        return [.. folders.Select(folder => Folder(folder.Key, folder.Value)).Concat(files.Select(file => File(file.Key, file.Value, withXet)))
            .Where(entry => isRecursive || entry["path"]!.GetValue<string>() == under || entry["path"]!.GetValue<string>().Count(c => c == '/') <= depth)];
    }

    public static JsonObject LargeFile(StoredFile file) => new() { ["oid"] = file.Sha256, ["size"] = file.Size, ["pointerSize"] = file.Pointer.Length };

    public static string XetHash(StoredFile file) => StoredFile.Sha256Of(System.Text.Encoding.ASCII.GetBytes("xet" + file.Sha256));

    private static JsonObject Folder(string path, string oids) => new() { ["type"] = "directory", ["oid"] = StoredFile.Sha1Of(oids), ["size"] = 0, ["path"] = path };

    private static JsonObject File(string path, StoredFile file, bool withXet)
    {
        JsonObject entry = new() { ["type"] = "file", ["oid"] = file.Oid, ["size"] = file.Size, ["path"] = path };
        if (file.Sha256 is not null)
        {
            entry["lfs"] = LargeFile(file);
            if (withXet)
            {
                entry["xetHash"] = XetHash(file);
            }
        }

        return entry;
    }

    private static IEnumerable<string> Parents(string path)
    {
        for (int at = path.IndexOf('/', StringComparison.Ordinal); at >= 0; at = path.IndexOf('/', at + 1))
        {
            yield return path[..at];
        }
    }
}
