using System.Text.Json.Nodes;
using FineTune.Classification;

namespace FineTune.Cli.Commands;

/// <summary>The runs that come with the command, with a small model and data: <c>--sample intents</c>.</summary>
internal static class SampleRun
{
    private const string Folder = "samples";

    private static readonly string[] s_paths = ["model_name_or_path", "train_file", "validation_file", "test_file"];

    /// <summary>Gets the configuration that was asked for, its files by their full paths; or null if none was.</summary>
    /// <exception cref="RunException">There is no such sample.</exception>
    public static JsonObject? Find(FlagReader flags) =>
        NameIn(flags) is { } name ? Read(name) : null;

    /// <summary>Gets what is wrong where a configuration file is named too.</summary>
    public static IEnumerable<string> Beside(FlagReader flags) => NameIn(flags) is { } name
        ? [$"--sample {name} brings its own configuration, and {flags.Words[0]} is another. Leave one of them out."]
        : [];

    private static string? NameIn(FlagReader flags) => flags.Values.LastOrDefault(flag => flag.Argument == VerbOptions.SampleFlag).Value?.GetValue<string>();

    private static JsonObject Read(string name)
    {
        // Beside the installed command; in a clone, above the folder it was built into.
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, Folder, "intents.json")))
        {
            root = Path.GetDirectoryName(root);
        }

        string[] names = root is null ? [] : [.. Directory.EnumerateFiles(Path.Combine(root, Folder), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];
        if (!names.Contains(name))
        {
            throw new RunException($"--sample: there is no sample \"{name}\"; " + (root is null ? "none came with this command." : $"expected {string.Join(", ", names)}."));
        }

        JsonObject json = RunCommand.ReadJson(Path.Combine(root!, Folder, name + ".json"));
        foreach (string key in s_paths)
        {
            json[key] = json[key] is { } path ? Path.Combine(root!, path.GetValue<string>()) : null;
        }

        return json;
    }
}
