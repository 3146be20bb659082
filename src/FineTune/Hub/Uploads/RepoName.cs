using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Repositories as the requests that make and delete them name them.</summary>
internal static class RepoName
{
    public static JsonObject Of(RepoId repo)
    {
        int slash = repo.Id.IndexOf('/', StringComparison.Ordinal);
        JsonObject body = new() { ["name"] = repo.Id[(slash + 1)..], ["organization"] = slash < 0 ? null : repo.Id[..slash] };
        if (repo.Type != RepoType.Model)
        {
            body["type"] = repo.Word;
        }

        return body;
    }

    /// <summary>Takes the full name out of the address of a repository's page; null if it is none.</summary>
    public static RepoUrl? Read(HubHttp http, RepoId repo, string? url)
    {
        if (url is null)
        {
            return null;
        }

        string[] parts = url.Split('/');
        string id = string.Join('/', parts.TakeLast(2));
        return parts.Length > 2 && HubNames.ProblemOfRepoId(id) is null ? new RepoUrl(http.MapToEndpoint(url), id, repo.Type) : null;
    }
}
