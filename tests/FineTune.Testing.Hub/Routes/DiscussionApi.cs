using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Testing.Accounts;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Discussions, of which pull requests are the kind with a branch.</summary>
internal sealed class DiscussionApi
{
    public Answer Route(Exchange exchange, Repository repository, string[] words) => (exchange.Method, words) switch
    {
        ("POST", []) => Create(exchange, repository),
        ("GET", []) => Answer.Json(new JsonObject { ["discussions"] = new JsonArray([.. repository.Discussions.Select(item => item.DeepClone())]), ["count"] = repository.Discussions.Count, ["start"] = 0 }),
        ("GET", [var number]) => Answer.Json(Find(repository, number).DeepClone()),
        ("POST", [var number, "merge"]) => Merge(exchange, repository, number),
        _ => throw HubState.NoSuchPage(),
    };

    /// <returns>The number.</returns>
    /// <param name="pullRequestAt">The commit that a pull request's branch begins at; null for a plain discussion.</param>
    public static int Open(Repository repository, string title, string description, string author, string? pullRequestAt)
    {
        int number = repository.Discussions.Count + 1;
        repository.Discussions.Add(new()
        {
            ["num"] = number,
            ["title"] = title,
            ["description"] = description,
            ["author"] = new JsonObject { ["name"] = author },
            ["createdAt"] = StoredCommit.Stamp(repository.Now),
            ["status"] = pullRequestAt is null ? "open" : "draft",
            ["isPullRequest"] = pullRequestAt is not null,
            ["repo"] = new JsonObject { ["name"] = repository.Id, ["type"] = repository.Kind.Singular() },
            ["events"] = new JsonArray(),
            ["filesWithConflicts"] = new JsonArray(),
            ["changes"] = new JsonObject { ["base"] = "refs/heads/main" },
            ["diff"] = "",
        });
        if (pullRequestAt is not null)
        {
            repository.Refs[$"refs/pr/{number}"] = pullRequestAt;
        }

        return number;
    }

    private static Answer Create(Exchange exchange, Repository repository)
    {
        JsonObject body = exchange.Json();
        string? head = (bool?)body["pullRequest"] == true ? repository.Resolve("main").Id : null;
        int number = Open(repository, (string)body["title"]!, (string?)body["description"] ?? "", Access.Require(exchange).User, head);
        return Answer.Json(repository.Discussions[number - 1].DeepClone());
    }

    private static Answer Merge(Exchange exchange, Repository repository, string number)
    {
        Account caller = Access.Require(exchange);
        if (!caller.MayWrite(repository.Owner))
        {
            throw new Rejection(403, "You do not have the right to merge");
        }

        JsonObject item = Find(repository, number);
        StoredCommit source = repository.Resolve($"refs/pr/{number}"), main = repository.Resolve("main");
        SortedDictionary<string, StoredFile> tree = new(main.Tree, StringComparer.Ordinal);
        foreach ((string path, StoredFile file) in source.Tree)
        {
            tree[path] = file;
        }

        StoredCommit merged = repository.Add("refs/heads/main", tree, $"{(string)item["title"]!} (#{number})", "", caller.User, main.Id);
        item["status"] = "merged";
        item["changes"]!["mergeCommitId"] = merged.Id;
        return Answer.Json(item.DeepClone());
    }

    private static JsonObject Find(Repository repository, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at > 0 && at <= repository.Discussions.Count ? repository.Discussions[at - 1]
            : throw new Rejection(404, "Discussion not found");
}
