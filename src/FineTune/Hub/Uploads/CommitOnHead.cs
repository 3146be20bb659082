using System.Net;

namespace FineTune.Hub;

/// <summary>Makes a commit whose content depends on what is there, such as a card into which metadata is merged.</summary>
internal static class CommitOnHead
{
    private const int MaxRepeats = 5;

    /// <summary>Reads where the branch is, has the changes made for that commit, and commits them on it; if somebody else was faster, all over again.</summary>
    /// <param name="http">The way to the Hub.</param>
    /// <param name="target">Where the commit goes.</param>
    /// <param name="message">Its title.</param>
    /// <param name="options">What else is said of it; its parent is the commit read.</param>
    /// <param name="changes">Makes the changes; is given the commit they are made for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<CommitInfo> RunAsync(
        HubHttp http,
        CommitTarget target,
        string message,
        CommitOptions options,
        Func<string, CancellationToken, Task<IReadOnlyList<CommitOperation>>> changes,
        CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            string head = await RepoFiles.HeadAsync(http, target, cancellationToken);
            IReadOnlyList<CommitOperation> operations = await changes(head, cancellationToken);
            try
            {
                return await CommitPush.RunAsync(http, new CommitPlan(target, operations, message, options with { ParentCommit = head }), cancellationToken);
            }
            catch (HfHubHttpException refused) when (refused.StatusCode == HttpStatusCode.PreconditionFailed && attempt <= MaxRepeats)
            {
                await http.WaitAsync(TimeSpan.FromSeconds(Math.Min(1 << (attempt - 1), 8)), cancellationToken);
            }
        }
    }
}
