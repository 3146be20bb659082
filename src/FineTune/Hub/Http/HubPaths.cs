namespace FineTune.Hub;

/// <summary>
/// The addresses below the Hub's endpoint, escaped: a revision's <c>/</c> becomes <c>%2F</c> (it is one part of the address), a file's
/// path keeps its own and is escaped between them.
/// </summary>
internal static class HubPaths
{
    /// <summary>The address of a file's bytes.</summary>
    public static string Resolve(RepoId repo, string revision, string file) =>
        $"/{repo.UrlPrefix}{repo.Id}/resolve/{Escape(revision)}/{EscapeFile(file)}";

    /// <summary>The address of a part of the repository's API: <c>/api/models/org/name</c>, then the parts, each escaped as one.</summary>
    public static string Api(RepoId repo, params ReadOnlySpan<string> parts)
    {
        string path = $"/api/{repo.Kind}/{repo.Id}";
        foreach (string part in parts)
        {
            path += "/" + Escape(part);
        }

        return path;
    }

    /// <summary>The address of a repository's description, of one revision or (null) of its main branch.</summary>
    public static string Info(RepoId repo, string? revision = null) => revision is null ? Api(repo) : Api(repo, "revision", revision);

    /// <summary>The address of the list of files of a revision, from a folder down.</summary>
    public static string Tree(RepoId repo, string revision, string folder = "") =>
        Api(repo, "tree", revision) + (folder.Length > 0 ? "/" + EscapeFile(folder) : string.Empty);

    /// <summary>The address of the page a person looks at.</summary>
    public static string Page(RepoId repo) => $"/{repo.UrlPrefix}{repo.Id}";

    /// <summary>Escapes one part of an address, <c>/</c> included.</summary>
    public static string Escape(string part) => Uri.EscapeDataString(part);

    /// <summary>Escapes a path, part by part.</summary>
    public static string EscapeFile(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
}
