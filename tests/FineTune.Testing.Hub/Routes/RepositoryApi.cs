using System.Text.Json.Nodes;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>What the API does with one repository.</summary>
internal sealed class RepositoryApi(HubState state)
{
    private const int ExpandedPage = 50;
    private readonly CommitApi _commits = new(state);
    private readonly DiscussionApi _discussions = new();

    /// <summary>Gets what may follow an id, so that one without an owner can be told from one with.</summary>
    public static IReadOnlySet<string> Words { get; } = new HashSet<string>
    {
        "revision", "tree", "paths-info", "preupload", "commit", "commits", "refs", "branch", "tag", "settings", "discussions", "auth-check", "xet-read-token", "xet-write-token",
    };

    public Answer List(Exchange exchange, RepositoryKind kind)
    {
        IEnumerable<Repository> seen = state.Repositories.All.Where(repository => repository.Kind == kind && (!repository.IsPrivate || exchange.Caller?.MayRead(repository.Owner) == true)
            && (exchange.QueryValue("author") ?? repository.Owner) == repository.Owner && repository.Id.Contains(exchange.QueryValue("search") ?? "", StringComparison.OrdinalIgnoreCase));
        return Paging.Page(state, exchange, [.. seen.Select(repository => Described(repository, repository.Resolve("main"), withBlobs: false, withFiles: false))]);
    }

    public Answer Route(Exchange exchange, RepositoryKind kind, string id, string[] segments)
    {
        string[] words = [.. segments.Select(Uri.UnescapeDataString)];
        Repository Open(bool files = false, bool write = false) => state.Access.Open(exchange, kind, id, files, write);
        return (exchange.Method, words) switch
        {
            ("GET", []) => Info(exchange, Open(), "main"),
            ("GET", ["revision", var revision]) => Info(exchange, Open(), revision),
            ("GET", ["tree", var revision, .. var folder]) => Tree(exchange, Open(), revision, string.Join('/', folder).Trim('/')),
            ("POST", ["paths-info", var revision]) => PathsInfo(exchange, Open(), revision),
            ("GET", ["refs"]) => RefApi.List(Open(), withPullRequests: exchange.QueryValue("include_prs") is not null),
            ("GET", ["commits", var revision]) => History(exchange, Open(), revision),
            ("GET", ["auth-check", .. var what]) => Checked(Open(files: true, write: what is ["write"])),
            ("POST", ["preupload", var revision]) => _commits.Preupload(exchange, state.Access.OpenForCommit(exchange, kind, id), revision),
            ("POST", ["commit", var revision]) => _commits.Commit(exchange, state.Access.OpenForCommit(exchange, kind, id), revision),
            (_, ["branch", var name]) => RefApi.Branch(exchange, Open(write: true), name),
            (_, ["tag", var name]) => RefApi.Tag(exchange, Open(write: true), name),
            ("PUT", ["settings"]) => RefApi.Settings(exchange, Open(write: true)),
            (_, ["discussions", .. var rest]) => _discussions.Route(exchange, Open(), rest),
            _ => throw HubState.NoSuchPage(),
        };
    }

    private static Answer Checked(Repository repository) => Answer.Json(new JsonObject { ["message"] = $"{repository.Id} is open to you" });

    private Answer Info(Exchange exchange, Repository repository, string revision) => Answer.Json(Described(repository, repository.Resolve(revision), exchange.IsQueryTrue("blobs"), withFiles: true));

    private JsonObject Described(Repository repository, StoredCommit commit, bool withBlobs, bool withFiles)
    {
        JsonObject info = RepositoryInfo.Of(state, repository, commit, withBlobs);
        if (!withFiles)
        {
            info.Remove("siblings");
        }

        return info;
    }

    private Answer Tree(Exchange exchange, Repository repository, string revision, string under)
    {
        StoredCommit commit = repository.Resolve(revision);
        List<JsonObject> entries = TreeListing.Of(commit, under, exchange.IsQueryTrue("recursive"), state.Settings.AdvertisesXet);
        if (under.Length > 0 && entries.Count == 0)
        {
            throw new Rejection(404, $"{under} does not exist on \"{revision}\"", "EntryNotFound") { Headers = { ["X-Repo-Commit"] = commit.Id } };
        }

        bool isExpanded = exchange.IsQueryTrue("expand");
        foreach (JsonObject entry in isExpanded ? entries : [])
        {
            entry["lastCommit"] = new JsonObject { ["id"] = commit.Id, ["title"] = commit.Title, ["date"] = StoredCommit.Stamp(commit.Date) };
            if ((string?)entry["type"] == "file")
            {
                entry["securityFileStatus"] = new JsonObject { ["status"] = "safe", ["avScan"] = null, ["pickleImportScan"] = null };
            }
        }

        return Paging.Page(state, exchange, entries, isExpanded ? ExpandedPage : int.MaxValue);
    }

    private Answer PathsInfo(Exchange exchange, Repository repository, string revision)
    {
        StoredCommit commit = repository.Resolve(revision);
        IEnumerable<string> asked = exchange.HasForm ? exchange.Form().Where(pair => pair.Key == "paths").Select(pair => pair.Value)
            : exchange.Json()["paths"] is JsonArray all ? all.Select(path => path!.GetValue<string>()) : [(string?)exchange.Json()["paths"] ?? ""];
        HashSet<string> paths = [.. asked.Select(path => path.Trim('/'))];
        return Answer.Json(new JsonArray([.. TreeListing.Of(commit, "", isRecursive: true, state.Settings.AdvertisesXet).Where(entry => paths.Contains((string)entry["path"]!))]));
    }

    private Answer History(Exchange exchange, Repository repository, string revision) => Paging.Page(state, exchange,
        [.. repository.History(repository.Resolve(revision)).Select(commit => new JsonObject
        {
            ["id"] = commit.Id,
            ["title"] = commit.Title,
            ["message"] = commit.Message,
            ["authors"] = new JsonArray(new JsonObject { ["user"] = commit.Author, ["avatar"] = "" }),
            ["date"] = StoredCommit.Stamp(commit.Date),
        })]);
}
