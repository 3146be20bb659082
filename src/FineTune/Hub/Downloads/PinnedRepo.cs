using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>A repository at one commit: all files of one purpose are taken from the same.</summary>
/// <param name="Repo">The repository, by the name its cache folder has.</param>
/// <param name="Revision">What the caller asked for.</param>
/// <param name="Commit">The commit it stood for.</param>
internal sealed record PinnedRepo(RepoId Repo, string Revision, string Commit)
{
    /// <summary>Gets what the Hub said about the repository; null when it was not asked: the revision is a commit, or the cache had to serve.</summary>
    public JsonNode? Info { get; init; }

    /// <summary>Gets a file of it.</summary>
    public HubFile File(string path) => new(Repo, Commit, path);
}
