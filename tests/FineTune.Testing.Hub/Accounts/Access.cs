using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Accounts;

/// <summary>Who may do what with a repository, and how the Hub says no.</summary>
internal sealed class Access(Repositories repositories, Func<string> publicUrl)
{
    /// <summary>Gets a repository that the caller may see, or refuses.</summary>
    /// <param name="files">Its files are asked for, which a gated repository keeps to those it lets in. Its description is public.</param>
    /// <param name="write">It is to be changed.</param>
    public Repository Open(Exchange exchange, RepositoryKind kind, string id, bool files = false, bool write = false)
    {
        Account? caller = exchange.Caller;
        Repository? repository = repositories.Find(kind, id);
        string owner = id.Split('/')[0];
        if (repository is { IsGated: true } && files && (caller is null || caller == AccountBook.Nobody))
        {
            throw new Rejection(401, $"Access to {kind.Singular()} {id} is restricted. You must have access to it and be authenticated to access it. Please log in.", "GatedRepo");
        }

        if (caller == AccountBook.Nobody)
        {
            throw new Rejection(401, "Invalid credentials in Authorization header");
        }

        if (repository is null || (repository.IsPrivate && caller?.MayRead(owner) != true))
        {
            throw caller is null ? NoCaller("RepoNotFound") : new Rejection(404, "Repository not found", "RepoNotFound");
        }

        if (repository.IsDisabled)
        {
            throw new Rejection(403, "Access to this resource is disabled.");
        }

        if (files && repository.IsGated && !caller!.MayRead(owner) && !repository.LetIn.Contains(caller.User))
        {
            throw new Rejection(403, $"Access to {kind.Singular()} {id} is restricted and you are not in the authorized list. Visit {publicUrl()}/{kind.Prefix()}{id} to ask for access.", "GatedRepo");
        }

        if (write)
        {
            RequireWriter(caller, kind, id);
        }

        return repository;
    }

    /// <summary>Gets a repository to commit to. Whoever may read it may open a pull request.</summary>
    public Repository OpenForCommit(Exchange exchange, RepositoryKind kind, string id)
    {
        bool isPullRequest = exchange.QueryValue("create_pr") == "1";
        Repository repository = Open(exchange, kind, id, write: !isPullRequest);
        return exchange.Caller is null ? throw NoCaller() : repository;
    }

    /// <summary>Gets who is asking, where it must be somebody.</summary>
    public static Account Require(Exchange exchange) => exchange.Caller is not { } caller ? throw NoCaller()
        : caller == AccountBook.Nobody ? throw new Rejection(401, "Invalid credentials in Authorization header")
        : caller;

    private static void RequireWriter(Account? caller, RepositoryKind kind, string id)
    {
        if (caller is null)
        {
            throw NoCaller();
        }

        if (caller.Role != "write")
        {
            throw new Rejection(403, "Forbidden: you must use a write token to upload to a repository.");
        }

        if (!caller.MayWrite(id.Split('/')[0]))
        {
            throw new Rejection(403, $"Forbidden: you do not have write access to {kind.Singular()} {id}.");
        }
    }

    private static Rejection NoCaller(string? code = null) =>
        new(401, "Invalid username or password.", code) { Headers = { ["WWW-Authenticate"] = "Bearer realm=\"Authentication required\"" } };
}
