using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>The list of a checkpoint's files with their sizes and SHA-256, written last: a checkpoint that agrees with it is complete.</summary>
internal static class Manifest
{
    public const string FileName = "finetune_manifest.json";

    /// <summary>Makes the list for the files in a folder.</summary>
    public static string Describe(string folder)
    {
        JsonObject files = [];
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != FileName).Order(StringComparer.Ordinal))
        {
            files[Path.GetFileName(path)] = new JsonObject { ["sha256"] = Hash(path), ["size"] = new FileInfo(path).Length };
        }

        return JsonText.Write(new JsonObject { ["files"] = files, ["version"] = 1 }) + "\n";
    }

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Gets what is wrong with a checkpoint that has a list, or null when it is complete.</summary>
    public static string? Check(string folder)
    {
        JsonObject? files;
        try
        {
            files = JsonText.ReadObject(File.ReadAllText(Path.Combine(folder, FileName)))["files"] as JsonObject;
        }
        catch (FormatException exception)
        {
            return $"{FileName} is damaged: {exception.Message}";
        }

        return files is null ? $"{FileName} lists no files" : files.Select(file => CheckFile(folder, file.Key, file.Value)).FirstOrDefault(problem => problem is not null);
    }

    private static string? CheckFile(string folder, string name, JsonNode? entry)
    {
        string path = Path.Combine(folder, Path.GetFileName(name));
        if (!File.Exists(path))
        {
            return $"{name} is missing";
        }

        long size = new FileInfo(path).Length;
        long expected = ArgumentValue.Long(entry?["size"]);
        return size != expected ? $"{name} has {size} bytes instead of {expected}"
            : Hash(path) != ArgumentValue.Text(entry?["sha256"]) ? $"{name} was changed after it was saved (its SHA-256 differs)"
            : null;
    }

    private static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
