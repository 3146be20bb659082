using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FineTune.Testing.Accounts;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Commits, and the question before them: which files are large ones.</summary>
internal sealed class CommitApi(HubState state)
{
    private const int MostFiles = 256;

    public static bool IsGoodPath(string path) => path.Length > 0 && !path.Split('/').Any(part => part is "" or "." or ".." or ".git");

    public Answer Preupload(Exchange exchange, Repository repository, string revision)
    {
        (_, StoredCommit head) = repository.ResolveBranch(revision);
        JsonObject body = exchange.Json();
        JsonArray files = body["files"] as JsonArray ?? throw new Rejection(400, "\"files\" is missing");
        if (files.Count > MostFiles)
        {
            throw new Rejection(400, "Too many files in one preupload");
        }

        string? attributes = state.Objects.Text(head.Tree, ".gitattributes");
        string? ignore = body.ContainsKey("gitIgnore") ? (string?)body["gitIgnore"] : state.Objects.Text(head.Tree, ".gitignore");
        JsonArray answers = [];
        foreach (JsonNode? file in files)
        {
            string path = (string)file!["path"]!;
            RequireGoodPath(path);
            bool isLarge = state.Repositories.IsLarge(path, (long)file["size"]!, Convert.FromBase64String((string)file["sample"]!), attributes);
            JsonObject answer = new() { ["path"] = path, ["uploadMode"] = isLarge ? "lfs" : "regular", ["shouldIgnore"] = GitAttributes.IsIgnored(ignore, path) };
            if (head.Tree.TryGetValue(path, out StoredFile? known))
            {
                answer["oid"] = known.Key;
            }

            answers.Add(answer);
        }

        return Answer.Json(new JsonObject { ["files"] = answers, ["commitOid"] = head.Id });
    }

    public Answer Commit(Exchange exchange, Repository repository, string revision)
    {
        JsonObject[] lines = Lines(exchange);
        JsonObject header = lines is [var first, ..] && (string?)first["key"] == "header" ? first["value"]!.AsObject() : throw new Rejection(400, "The first line must be the header");
        string summary = (string?)header["summary"] is { Length: > 0 } text ? text : throw new Rejection(400, "A commit needs a summary");
        string description = (string?)header["description"] ?? "";
        (string reference, StoredCommit head) = repository.ResolveBranch(revision);
        if ((string?)header["parentCommit"] is { Length: > 0 } parent && !head.Id.StartsWith(parent, StringComparison.OrdinalIgnoreCase))
        {
            throw new Rejection(412, "A commit has happened since. Please refresh and try again.");
        }

        SortedDictionary<string, StoredFile> tree = new(head.Tree, StringComparer.Ordinal);
        foreach (JsonObject line in lines[1..])
        {
            Apply((string?)line["key"], line["value"]!.AsObject(), tree);
        }

        string author = Access.Require(exchange).User;
        JsonObject answer = new() { ["success"] = true, ["hookOutput"] = "" };
        if (exchange.QueryValue("create_pr") == "1")
        {
            int number = DiscussionApi.Open(repository, summary, description, author, pullRequestAt: head.Id);
            reference = $"refs/pr/{number}";
            answer["pullRequestUrl"] = $"{state.PageOf(repository)}/discussions/{number}";
        }

        StoredCommit commit = repository.Add(reference, tree, summary, description, author, head.Id);
        answer["commitOid"] = commit.Id;
        answer["commitUrl"] = $"{state.PageOf(repository)}/commit/{commit.Id}";
        return Answer.Json(answer);
    }

    private static JsonObject[] Lines(Exchange exchange)
    {
        try
        {
            return [.. Encoding.UTF8.GetString(exchange.Body).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new Rejection(400, "The body is not a JSON object a line");
        }
    }

    private void Apply(string? key, JsonObject value, SortedDictionary<string, StoredFile> tree)
    {
        string path = (string)value["path"]!;
        RequireGoodPath(path.TrimEnd('/'));
        switch (key)
        {
            case "file":
                tree[path] = Regular(path, value);
                break;
            case "lfsFile":
                tree[path] = Large(path, value);
                break;
            case "deletedFile" when tree.Remove(path):
                break;
            case "deletedFolder" when tree.Keys.Where(file => file.StartsWith(path.TrimEnd('/') + "/", StringComparison.Ordinal)).ToArray() is { Length: > 0 } gone:
                Array.ForEach(gone, file => tree.Remove(file));
                break;
            case "deletedFile" or "deletedFolder":
                throw new Rejection(404, $"A {key[7..].ToLowerInvariant()} with this name doesn't exist: {path}", "EntryNotFound");
            default:
                throw new Rejection(400, $"Unknown operation {key}");
        }
    }

    private StoredFile Regular(string path, JsonObject value)
    {
        string text = (string)value["content"]!;
        byte[] content = (string?)value["encoding"] == "base64" ? Convert.FromBase64String(text) : Encoding.UTF8.GetBytes(text);
        return content.Length <= state.Settings.RegularFileLimit ? state.Objects.Add(content, isLarge: false)
            : throw new Rejection(413, $"{path} is too large for a regular file; upload it as a large file");
    }

    private StoredFile Large(string path, JsonObject value)
    {
        string oid = (string?)value["algo"] == "sha256" ? (string)value["oid"]! : throw new Rejection(400, "Only sha256 is supported");
        byte[] content = state.Objects.Find(oid) ?? throw new Rejection(400, $"LFS pointer pointed to a file that does not exist: {path}");
        return ((long?)value["size"] ?? content.Length) == content.Length ? StoredFile.Large(oid, content.Length)
            : throw new Rejection(400, $"The size of {path} does not match the uploaded object");
    }

    private static void RequireGoodPath(string path)
    {
        if (!IsGoodPath(path))
        {
            throw new Rejection(400, $"Invalid path: {path}");
        }
    }
}
