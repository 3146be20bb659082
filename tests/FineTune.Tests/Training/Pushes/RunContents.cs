using System.Text.Json.Nodes;

namespace FineTune.Tests.Training.Pushes;

/// <summary>
/// Every file of a run's folder by its bytes. Those that hold times, the run's name or the arguments of pushing are taken without these, and
/// the lists of their hashes not at all.
/// </summary>
internal static class RunContents
{
    public static Dictionary<string, string> Of(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(file => Path.GetRelativePath(folder, file), file => Path.GetFileName(file) switch
        {
            "finetune_run.json" or "finetune_manifest.json" => "of this run",
            "training_args.json" or "finetune_progress.json" or "trainer_state.json" => Without(JsonNode.Parse(File.ReadAllText(file))!.AsObject(), folder),
            _ => Convert.ToHexString(File.ReadAllBytes(file)),
        });

    private static string Without(JsonObject json, string folder)
    {
        Remove(json, name => name.StartsWith("hub_", StringComparison.Ordinal) || name is "push_to_hub" or "run" or "saved_at");
        foreach (JsonObject entry in (json["log_history"]?.AsArray() ?? []).OfType<JsonObject>())
        {
            Remove(entry, name => name.EndsWith("_runtime", StringComparison.Ordinal) || name.EndsWith("_per_second", StringComparison.Ordinal));
        }

        return json.ToJsonString().Replace(folder, "folder", StringComparison.Ordinal);
    }

    private static void Remove(JsonObject json, Func<string, bool> which)
    {
        foreach (string name in json.Select(pair => pair.Key).Where(which).ToArray())
        {
            json.Remove(name);
        }
    }
}
