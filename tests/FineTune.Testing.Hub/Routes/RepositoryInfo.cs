using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>What the API says of a repository.</summary>
internal static class RepositoryInfo
{
    private static readonly (string Key, string Prefix)[] s_tags =
        [("library_name", ""), ("pipeline_tag", ""), ("tags", ""), ("language", ""), ("datasets", "dataset:"), ("base_model", "base_model:"), ("license", "license:")];

    public static JsonObject Of(HubState state, Repository repository, StoredCommit commit, bool withBlobs)
    {
        JsonObject? card = CardMetadata.Of(state.Objects.Text(commit.Tree, "README.md"));
        JsonObject info = new()
        {
            ["_id"] = StoredFile.Sha1Of(repository.Id)[..24],
            ["id"] = repository.Id,
            ["author"] = repository.Owner,
            ["sha"] = commit.Id,
            ["lastModified"] = StoredCommit.Stamp(commit.Date),
            ["createdAt"] = StoredCommit.Stamp(repository.Created),
            ["private"] = repository.IsPrivate,
            ["gated"] = repository.Gate is { } gate ? gate : false,
            ["disabled"] = repository.IsDisabled,
            ["downloads"] = 0,
            ["likes"] = 0,
            ["tags"] = new JsonArray([.. s_tags.SelectMany(tag => Listed(card?[tag.Key]).Select(value => tag.Prefix + value)).Append("region:us").Distinct()]),
            ["siblings"] = new JsonArray([.. commit.Tree.Select(file => Sibling(file.Key, file.Value, withBlobs))]),
            ["usedStorage"] = commit.Tree.Values.Sum(file => file.Size),
        };
        if (card is not null)
        {
            info["cardData"] = card;
        }

        if (repository.Kind == RepositoryKind.Model)
        {
            DescribeModel(info, card, state.Objects.Text(commit.Tree, "config.json"));
        }

        return info;
    }

    private static void DescribeModel(JsonObject info, JsonObject? card, string? config)
    {
        info["modelId"] = info["id"]!.DeepClone();
        info["spaces"] = new JsonArray();
        if (card?["library_name"] is { } library)
        {
            info["library_name"] = library.DeepClone();
        }

        try
        {
            if (config is not null && JsonNode.Parse(config) is JsonObject all)
            {
                info["config"] = new JsonObject(all.Where(pair => pair.Key is "architectures" or "model_type").Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
            }
        }
        catch (JsonException)
        {
            // A repository may hold anything; what cannot be read is not described.
        }
    }

    private static IEnumerable<string> Listed(JsonNode? value) => value switch
    {
        null => [],
        JsonArray all => all.Select(entry => entry?.ToString() ?? ""),
        _ => [value.ToString()],
    };

    private static JsonObject Sibling(string path, StoredFile file, bool withBlobs)
    {
        JsonObject sibling = new() { ["rfilename"] = path };
        if (withBlobs)
        {
            sibling["size"] = file.Size;
            sibling["blobId"] = file.Oid;
            if (file.Sha256 is not null)
            {
                sibling["lfs"] = new JsonObject { ["sha256"] = file.Sha256, ["size"] = file.Size, ["pointerSize"] = file.Pointer.Length };
            }
        }

        return sibling;
    }
}
