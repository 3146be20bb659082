using System.Text.Json.Nodes;
using FineTune.Testing.Storage;

namespace FineTune.Testing;

/// <summary>The repositories a <see cref="StandInHub"/> begins with.</summary>
public sealed class StandInRoot
{
    internal List<RepositorySeed> Seeds { get; } = [];

    public RepositorySeed Model(string id, params SeedFile[] files) => Add(RepositoryKind.Model, id, files);

    public RepositorySeed Dataset(string id, params SeedFile[] files) => Add(RepositoryKind.Dataset, id, files);

    public RepositorySeed Space(string id, params SeedFile[] files) => Add(RepositoryKind.Space, id, files);

    /// <summary>
    /// Adds what a folder holds: <c>models/org/name/...</c>, <c>models/org/name@branch/...</c> (and <c>datasets</c>, <c>spaces</c>), with an optional
    /// <c>.hub.json</c> in a repository: <c>{"private": true, "gated": "manual", "allowed": ["bob"], "tags": {"v1": "main"}, "disabled": true}</c>.
    /// </summary>
    public void Folder(string root)
    {
        foreach (RepositoryKind kind in Enum.GetValues<RepositoryKind>().Where(kind => Directory.Exists(Path.Combine(root, kind.Plural()))))
        {
            foreach (string folder in Directory.EnumerateDirectories(Path.Combine(root, kind.Plural())).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal))
            {
                string[] name = Path.GetFileName(folder).Split('@', 2);
                string id = $"{Path.GetFileName(Path.GetDirectoryName(folder))}/{name[0]}";
                RepositorySeed seed = Seeds.Find(seed => seed.Kind == kind && seed.Id == id) ?? Add(kind, id, []);
                seed.Folder(folder, name.Length > 1 ? Uri.UnescapeDataString(name[1]) : "main");
                if (File.Exists(Path.Combine(folder, ".hub.json")))
                {
                    Apply(JsonNode.Parse(File.ReadAllText(Path.Combine(folder, ".hub.json")))!.AsObject(), seed);
                }
            }
        }
    }

    private static void Apply(JsonObject settings, RepositorySeed seed)
    {
        bool Has(string key) => settings[key] is JsonValue value && value.ToJsonString() != "false";
        _ = Has("private") ? seed.Private() : seed;
        _ = Has("disabled") ? seed.Disabled() : seed;
        _ = Has("gated") ? seed.Gated([.. (settings["allowed"] as JsonArray ?? []).Select(user => user!.GetValue<string>())]) : seed;
        foreach ((string tag, JsonNode? revision) in settings["tags"] as JsonObject ?? [])
        {
            seed.Tag(tag, revision!.GetValue<string>());
        }
    }

    private RepositorySeed Add(RepositoryKind kind, string id, SeedFile[] files)
    {
        RepositorySeed seed = new RepositorySeed(kind, id).Branch("main", files);
        Seeds.Add(seed);
        return seed;
    }
}
