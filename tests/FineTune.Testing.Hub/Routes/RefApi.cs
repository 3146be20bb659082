using System.Text.Json.Nodes;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Branches, tags, and who may see a repository.</summary>
internal static class RefApi
{
    public static Answer List(Repository repository, bool withPullRequests)
    {
        JsonObject answer = new()
        {
            ["branches"] = Named(repository, "refs/heads/", "refs/heads/"),
            ["converts"] = Named(repository, "refs/convert/", "refs/convert/"),
            ["tags"] = Named(repository, "refs/tags/", "refs/tags/"),
        };
        if (withPullRequests)
        {
            answer["pullRequests"] = Named(repository, "refs/pr/", "refs/");
        }

        return Answer.Json(answer);
    }

    public static Answer Branch(Exchange exchange, Repository repository, string name)
    {
        string reference = $"refs/heads/{name}";
        if (exchange.Method == "POST")
        {
            if (name.StartsWith("refs/", StringComparison.Ordinal) || !CommitApi.IsGoodPath(name))
            {
                throw new Rejection(400, "Invalid reference for a branch");
            }

            Point(repository, reference, (string?)exchange.Json()["startingPoint"] ?? "main", "Reference already exists");
        }
        else if (name == "main")
        {
            throw new Rejection(403, "Cannot delete the default branch");
        }
        else
        {
            Remove(repository, reference);
        }

        return Done();
    }

    /// <param name="name">What to tag, and the tag stands in the body; or, to delete it, the tag.</param>
    public static Answer Tag(Exchange exchange, Repository repository, string name)
    {
        if (exchange.Method == "POST")
        {
            Point(repository, $"refs/tags/{(string)exchange.Json()["tag"]!}", name, "Tag reference exists already");
        }
        else
        {
            Remove(repository, $"refs/tags/{name}");
        }

        return Done();
    }

    public static Answer Settings(Exchange exchange, Repository repository)
    {
        JsonObject change = exchange.Json();
        repository.IsPrivate = (string?)change["visibility"] is { } visibility ? visibility == "private" : (bool?)change["private"] ?? repository.IsPrivate;
        if (change["gated"] is { } gate)
        {
            repository.Gate = gate.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)gate! : null;
        }

        return Answer.Json(new JsonObject { ["private"] = repository.IsPrivate, ["gated"] = repository.Gate is { } now ? now : false });
    }

    private static void Point(Repository repository, string reference, string revision, string ifThere)
    {
        if (repository.Refs.ContainsKey(reference))
        {
            throw new Rejection(409, ifThere);
        }

        repository.Refs[reference] = repository.Resolve(revision).Id;
    }

    private static void Remove(Repository repository, string reference)
    {
        if (!repository.Refs.Remove(reference))
        {
            throw new Rejection(404, "Reference does not exist", "RevisionNotFound");
        }
    }

    private static JsonArray Named(Repository repository, string prefix, string cut) =>
        new([.. repository.Refs.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => new JsonObject { ["name"] = pair.Key[cut.Length..], ["ref"] = pair.Key, ["targetCommit"] = pair.Value })]);

    private static Answer Done() => Answer.Json(new JsonObject { ["message"] = "ok" });
}
