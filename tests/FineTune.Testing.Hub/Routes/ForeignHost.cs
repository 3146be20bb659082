using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>A host that is not the Hub: the same files for anybody, found by the path of the request that was redirected here.</summary>
internal sealed class ForeignHost(HubState state)
{
    public Answer Route(Exchange exchange)
    {
        RepositoryKind kind = exchange.Segments is [var word, ..] ? Kinds.FromPlural(word) ?? RepositoryKind.Model : RepositoryKind.Model;
        return exchange.Segments[(kind == RepositoryKind.Model ? 0 : 1)..] switch
        {
            ["objects", var sha256] when state.Objects.Find(sha256) is { } content => FileAnswers.Of(exchange, content),
            [var owner, var name, "resolve", var revision, .. var path] when state.Repositories.Find(kind, $"{owner}/{name}") is { } repository => File(exchange, repository, revision, path),
            _ => Answer.Json(new System.Text.Json.Nodes.JsonObject { ["error"] = "nothing here" }, 404),
        };
    }

    private Answer File(Exchange exchange, Repository repository, string revision, string[] path)
    {
        StoredCommit commit = repository.Resolve(Uri.UnescapeDataString(revision));
        return commit.Tree.TryGetValue(Uri.UnescapeDataString(string.Join('/', path)), out StoredFile? file)
            ? FileAnswers.Of(exchange, state.Objects.Get(file), ("ETag", $"\"{file.Key}\""), ("X-Repo-Commit", commit.Id))
            : throw HubState.NoSuchEntry(commit.Id);
    }
}
