using FineTune.Testing.Accounts;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>What the routes share.</summary>
internal sealed class HubState
{
    private readonly Func<HubPort, string> _url;

    public HubState(HubSettings settings, Func<HubPort, string> url)
    {
        _url = url;
        Settings = settings;
        Repositories = new(settings);
        Access = new(Repositories, () => PublicUrl);
        Urls = new(settings);
    }

    public HubSettings Settings { get; }

    public Repositories Repositories { get; }

    public ObjectStore Objects => Repositories.Objects;

    public Access Access { get; }

    public SignedUrls Urls { get; }

    /// <summary>Gets the address that answers name as the Hub's.</summary>
    public string PublicUrl => (Settings.PublicUrl ?? _url(HubPort.Hub)).TrimEnd('/');

    public string CdnUrl => _url(HubPort.Cdn);

    public string PageOf(Repository repository) => $"{PublicUrl}/{repository.Kind.Prefix()}{repository.Id}";

    public static Rejection NoSuchPage() => new(404, "Sorry, we can't find the page you are looking for.");

    public static Rejection NoSuchEntry(string commit) => new(404, "Entry not found", "EntryNotFound") { Headers = { ["X-Repo-Commit"] = commit } };
}
