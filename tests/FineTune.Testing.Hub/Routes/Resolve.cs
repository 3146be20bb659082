using System.Globalization;
using System.Text;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Files by repository, revision and path.</summary>
internal sealed class Resolve(HubState state)
{
    /// <param name="segments">The revision and the path, escaped.</param>
    public Answer Route(Exchange exchange, RepositoryKind kind, string id, string[] segments, bool isRaw)
    {
        if (exchange.Method is not ("GET" or "HEAD"))
        {
            throw new Rejection(405, "Method not allowed");
        }

        // refs/pr/1 may come unescaped.
        int length = segments[0] == "refs" ? 3 : 1;
        Repository repository = state.Access.Open(exchange, kind, id, files: true);
        StoredCommit commit = repository.Resolve(Uri.UnescapeDataString(string.Join('/', segments[..length])));
        string path = Uri.UnescapeDataString(string.Join('/', segments[length..]));
        StoredFile file = commit.Tree.GetValueOrDefault(path) ?? throw HubState.NoSuchEntry(commit.Id);
        Answer answer = isRaw ? Raw(exchange, file)
            : file.Sha256 is not null ? AtTheStore(repository, commit, file, path)
            : state.Settings.ResolvesThroughCache ? ThroughCache(exchange, repository, commit, file, path)
            : FileAnswers.Of(exchange, state.Objects.Get(file), ("ETag", $"\"{file.Oid}\""));
        answer.Headers["X-Repo-Commit"] = commit.Id;
        answer.Headers["Accept-Ranges"] = "bytes";
        string name = path.Split('/')[^1];
        answer.Headers["Content-Disposition"] = $"inline; filename*=UTF-8''{Uri.EscapeDataString(name)}; filename=\"{Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(name))}\";";
        return answer;
    }

    /// <summary>Where a small file's first answer sends the client.</summary>
    public Answer Cached(Exchange exchange, RepositoryKind kind, string id, string revision, string[] segments)
    {
        StoredCommit commit = state.Access.Open(exchange, kind, id, files: true).Resolve(revision);
        StoredFile file = commit.Tree.GetValueOrDefault(Uri.UnescapeDataString(string.Join('/', segments))) ?? throw HubState.NoSuchEntry(commit.Id);
        return FileAnswers.Of(exchange, state.Objects.Get(file), ("ETag", $"\"{file.Oid}\""), ("X-Repo-Commit", commit.Id),
            ("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", "public, max-age=604800"));
    }

    private Answer Raw(Exchange exchange, StoredFile file) =>
        FileAnswers.Of(exchange, file.Sha256 is null ? state.Objects.Get(file) : file.Pointer, ("ETag", $"\"{file.Oid}\""), ("Content-Type", "text/plain; charset=utf-8"));

    private Answer AtTheStore(Repository repository, StoredCommit commit, StoredFile file, string path)
    {
        Answer answer = Answer.Text("Found. Redirecting\n", 302);
        answer.Headers["Location"] = state.Urls.Sign(state.CdnUrl, $"/objects/{file.Sha256}", ("filename", path.Split('/')[^1]));
        answer.Headers["ETag"] = $"\"{file.Sha256}\"";
        Link(answer, file);
        if (state.Settings.AdvertisesXet)
        {
            string hash = TreeListing.XetHash(file);
            answer.Headers["X-Xet-Hash"] = hash;
            answer.Headers["Link"] = $"<{state.PublicUrl}/api/{repository.Kind.Plural()}/{repository.Id}/xet-read-token/{commit.Id}>; rel=\"xet-auth\", <{state.CdnUrl}/v1/reconstructions/{hash}>; rel=\"xet-reconstruction-info\"";
        }

        return answer;
    }

    private static Answer ThroughCache(Exchange exchange, Repository repository, StoredCommit commit, StoredFile file, string path)
    {
        Answer answer = Answer.Text("Temporary Redirect. Redirecting\n", 307);
        string escaped = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        answer.Headers["Location"] = $"/api/resolve-cache/{repository.Kind.Plural()}/{repository.Id}/{commit.Id}/{escaped}?{Uri.EscapeDataString(exchange.RawPath)}=&etag=%22{file.Oid}%22";
        Link(answer, file);
        return answer;
    }

    private static void Link(Answer answer, StoredFile file)
    {
        answer.Headers["X-Linked-Size"] = file.Size.ToString(CultureInfo.InvariantCulture);
        answer.Headers["X-Linked-ETag"] = $"\"{file.Key}\"";
    }
}
