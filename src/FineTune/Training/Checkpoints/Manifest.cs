using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>The list of a checkpoint's files with their sizes and SHA-256, written last: a checkpoint that agrees with it is complete.</summary>
internal static class Manifest
{
    public const string FileName = "finetune_manifest.json";

    private const int Version = 1;

    /// <summary>What a checkpoint may not be without.</summary>
    private static readonly string[] s_needed = [TrainerState.FileName, ProgressFile.FileName];

    /// <summary>What is read on resuming: it has to be in the list if it is in the folder. Others may have been put there by anyone.</summary>
    private static readonly string[] s_read =
        [.. s_needed, OptimizerArtefact.FileName, SchedulerArtefact.FileName, RandomArtefact.FileName, PretrainedConfig.FileName, TrainingArguments.FileName];

    /// <summary>Makes the list for the files in a folder.</summary>
    public static string Describe(string folder)
    {
        JsonObject files = [];
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => Path.GetFileName(path) != FileName).Order(StringComparer.Ordinal))
        {
            files[Path.GetFileName(path)] = new JsonObject { ["sha256"] = Hash(path), ["size"] = new FileInfo(path).Length };
        }

        return ToText(new JsonObject { ["files"] = files, ["version"] = Version });
    }

    public static bool Exists(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Gets what is wrong with a checkpoint that has a list, or null when it is complete.</summary>
    public static string? Check(string folder)
    {
        try
        {
            string text = File.ReadAllText(Path.Combine(folder, FileName));
            JsonObject json = JsonText.ReadObject(text);
            if (ArgumentValue.Integer(json["version"]) != Version)
            {
                return $"{FileName} is of a version this program does not know; take a newer one";
            }

            return json["files"] is not JsonObject files ? $"{FileName} lists no files"
                : ToText(json) != text ? $"{FileName} was changed after it was saved"
                : Unlisted(folder, files) ?? files.Select(file => CheckFile(folder, file.Key, file.Value)).FirstOrDefault(problem => problem is not null);
        }
        catch (FormatException exception)
        {
            return $"{FileName} is damaged: {exception.Message.TrimEnd('.')}";
        }
    }

    private static string ToText(JsonObject json) => JsonText.Write(json) + "\n";

    private static string? Unlisted(string folder, JsonObject files)
    {
        IEnumerable<string> present = Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)!)
            .Where(name => s_read.Contains(name) || name.StartsWith(RandomArtefact.Prefix, StringComparison.Ordinal) || name.EndsWith(".safetensors", StringComparison.Ordinal));
        string? unlisted = s_needed.Concat(present).FirstOrDefault(name => !files.ContainsKey(name));
        return unlisted is null ? null : $"{FileName} does not list {unlisted}";
    }

    private static string? CheckFile(string folder, string name, JsonNode? entry)
    {
        string path = Path.Combine(folder, Path.GetFileName(name));
        if (!File.Exists(path))
        {
            return $"{name} is missing";
        }

        JsonObject expected = entry as JsonObject ?? throw new FormatException($"what it says of {name} is not an object.");
        long size = new FileInfo(path).Length;
        return size != ArgumentValue.Long(expected["size"]) ? $"{name} has {size} bytes instead of the {ArgumentValue.Long(expected["size"])} in {FileName}"
            : Hash(path) != ArgumentValue.Text(expected["sha256"]) ? $"{name} was changed after it was saved (its SHA-256 is not that in {FileName})"
            : null;
    }

    private static string Hash(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
