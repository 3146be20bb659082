using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace FineTune.Data;

/// <summary>The folder in which the reference's <c>save_to_disk</c> leaves a data set: Arrow files, and what they are in two JSON files.</summary>
internal static class SavedDataset
{
    public const string DictFile = "dataset_dict.json";
    private const string StateFile = "state.json";
    private const string InfoFile = "dataset_info.json";

    /// <summary>Refuses a place that holds something else, which saving would remove.</summary>
    public static void RequireFree(string path)
    {
        if (File.Exists(path) || (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any()
            && !File.Exists(Path.Combine(path, StateFile)) && !File.Exists(Path.Combine(path, DictFile))))
        {
            throw DataError.NotASavedPlace(path);
        }
    }

    /// <summary>Fills a folder.</summary>
    public static async Task WriteAsync(
        RowSource rows, string[]? visible, string? split, string folder, int shards, CancellationToken cancellationToken)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        JsonArray files = [];
        (int size, int larger) = Math.DivRem(rows.Count, shards);
        for (int shard = 0; shard < shards; shard++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"data-{shard:00000}-of-{shards:00000}.arrow");
            FileStream file = new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.ReadWrite);
            await using (file.ConfigureAwait(false))
            {
                int start = (shard * size) + Math.Min(shard, larger);
                await ArrowFileWriter.WriteAsync(rows, start, size + (shard < larger ? 1 : 0), file, cancellationToken).ConfigureAwait(false);
                file.Position = 0;
                hash.AppendData(await SHA256.HashDataAsync(file, cancellationToken).ConfigureAwait(false));
            }

            files.Add((JsonNode)new JsonObject { ["filename"] = name });
        }

        string fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        await WriteJsonAsync(Path.Combine(folder, StateFile), State(files, fingerprint, visible, split), cancellationToken).ConfigureAwait(false);
        await WriteJsonAsync(Path.Combine(folder, InfoFile), Info(rows.Features), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="FileNotFoundException">It is no such folder, or lacks a file; the message names it.</exception>
    /// <exception cref="InvalidDataException">A file is damaged; the message names it.</exception>
    public static async Task<Dataset> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(Path.Combine(folder, StateFile)))
        {
            throw DataError.NotSaved(folder, isDict: File.Exists(Path.Combine(folder, DictFile)));
        }

        JsonObject state = ReadJson(Path.Combine(folder, StateFile));
        string infoFile = Path.Combine(folder, InfoFile);
        Features? meant = File.Exists(infoFile) && ReadJson(infoFile)["features"] is JsonObject features ? Describe(infoFile, features) : null;
        List<Dataset> shards = [];
        foreach (string file in DataFiles(folder, state))
        {
            shards.Add(await Dataset.LoadArrowAsync(Path.Combine(folder, file), cancellationToken).ConfigureAwait(false));
        }

        Features stored = shards.Count > 0 ? shards[0].Features : meant ?? new Features([]);
        if (shards.Find(shard => !shard.Features.SequenceEqual(stored)) is { } other)
        {
            throw new InvalidDataException($"{folder}: one of the files has the columns {other.Features}, another {stored}. Save the data set again.");
        }

        Dataset joined = Dataset.Join(FeatureFit.Refine(stored, meant), shards);
        return state["_format_columns"] is JsonArray columns ? joined.WithFormat([.. columns.Select(column => FeaturesJson.AsText(column, "_format_columns"))]) : joined;
    }

    /// <summary>Gets the names of the splits in a folder of several.</summary>
    public static IEnumerable<string> Splits(string folder)
    {
        string file = Path.Combine(folder, DictFile);
        if (!File.Exists(file))
        {
            throw DataError.NotSavedSplits(folder, isOne: File.Exists(Path.Combine(folder, StateFile)));
        }

        return ReadJson(file)["splits"] is JsonArray splits
            ? splits.Select(split => DefaultSplits.RequireSplitName(FeaturesJson.AsText(split, "splits"))).ToArray()
            : throw new InvalidDataException($"{file} has no list \"splits\". Save the data sets again.");
    }

    private static JsonObject ReadJson(string path)
    {
        try
        {
            return JsonText.ReadObject(File.ReadAllText(path));
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"{path} is not JSON: {error.Message}", error);
        }
    }

    private static Task WriteJsonAsync(string path, JsonObject json, CancellationToken cancellationToken) =>
        File.WriteAllTextAsync(path, JsonText.Write(json, indent: 2), cancellationToken);

    /// <summary>The files that a saved data set names: in its own folder, whatever it says.</summary>
    private static IEnumerable<string> DataFiles(string folder, JsonObject state)
    {
        string stateFile = Path.Combine(folder, StateFile);
        if (state["_data_files"] is not JsonArray files)
        {
            throw new InvalidDataException($"{stateFile} has no list \"_data_files\". Save the data set again.");
        }

        foreach (JsonNode? file in files)
        {
            string name = FeaturesJson.AsText((file as JsonObject)?["filename"], "filename");
            yield return name == Path.GetFileName(name) && name is not (".." or ".")
                ? name
                : throw new InvalidDataException($"{stateFile} names the file \"{name}\", which lies outside its folder.");
        }
    }

    private static Features Describe(string path, JsonObject features)
    {
        try
        {
            return Features.FromJson(features);
        }
        catch (InvalidDataException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
    }

    private static JsonObject State(JsonArray files, string fingerprint, string[]? visible, string? split) => new()
    {
        ["_data_files"] = files,
        ["_fingerprint"] = fingerprint,
        ["_format_columns"] = visible is null ? null : new JsonArray([.. visible.Select(name => (JsonNode)name)]),
        ["_format_kwargs"] = new JsonObject(),
        ["_format_type"] = null,
        ["_output_all_columns"] = false,
        ["_split"] = split,
    };

    private static JsonObject Info(Features features) => new()
    {
        ["citation"] = string.Empty,
        ["description"] = string.Empty,
        ["features"] = features.ToJson(),
        ["homepage"] = string.Empty,
        ["license"] = string.Empty,
    };
}
