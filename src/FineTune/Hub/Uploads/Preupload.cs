using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Asks the Hub how each file is to be stored, which it has already and which its .gitignore names.</summary>
internal static class Preupload
{
    /// <summary>The most files the Hub is asked about at once, here and about large files.</summary>
    public const int MaxFiles = 256;

    public static async Task AskAsync(HubHttp http, CommitTarget target, IReadOnlyList<PendingFile> files, CancellationToken cancellationToken)
    {
        string? gitIgnore = await GitIgnoreAsync(files, cancellationToken);
        foreach (PendingFile[] some in files.Chunk(MaxFiles))
        {
            JsonNode? answer = await http.SendJsonAsync(target.Post("preupload") with
            {
                Content = () => JsonBody.Of(Request(some, gitIgnore)),
                Retry = true,
            }, cancellationToken);
            Apply(answer, some);
        }
    }

    public static JsonObject Request(IReadOnlyList<PendingFile> files, string? gitIgnore)
    {
        JsonObject request = new()
        {
            ["files"] = new JsonArray([.. files.Select(file => new JsonObject
            {
                ["path"] = file.Path,
                ["size"] = file.Content.Size,
                ["sample"] = Convert.ToBase64String(file.Content.Sample),
            })]),
        };
        if (gitIgnore is not null)
        {
            request["gitIgnore"] = gitIgnore;
        }

        return request;
    }

    public static void Apply(JsonNode? answer, IReadOnlyList<PendingFile> files)
    {
        Dictionary<string, JsonObject> byPath = new(StringComparer.Ordinal);
        foreach (JsonObject said in (answer?["files"] as JsonArray ?? throw Throw.PreuploadAnswer("it has no files")).OfType<JsonObject>())
        {
            byPath[said.Text("path") ?? string.Empty] = said;
        }

        foreach (PendingFile file in files)
        {
            JsonObject said = byPath.GetValueOrDefault(file.Path) ?? throw Throw.PreuploadAnswer($"it does not mention \"{file.Path}\"");
            file.IsLarge = said.Text("uploadMode") switch
            {
                "lfs" => true,
                "regular" => false,
                string other => throw Throw.PreuploadAnswer($"\"{file.Path}\" is to be stored as \"{other}\""),
                null => throw Throw.PreuploadAnswer($"it does not say how \"{file.Path}\" is to be stored"),
            };
            file.IsIgnored = said.Flag("shouldIgnore");
            file.RemoteOid = said.Text("oid");
        }
    }

    /// <summary>The rules that go into the same commit count, not those that are there.</summary>
    private static async Task<string?> GitIgnoreAsync(IReadOnlyList<PendingFile> files, CancellationToken cancellationToken)
    {
        if (files.FirstOrDefault(file => file.Path == ".gitignore") is not { } rules)
        {
            return null;
        }

        using StreamReader reader = new(rules.Content.Open(), Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
