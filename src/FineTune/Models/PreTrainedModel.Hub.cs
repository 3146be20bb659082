using FineTune.Hub;

namespace FineTune;

/// <content>Pushing.</content>
public abstract partial class PreTrainedModel
{
    /// <summary>Saves the model into a repository of the Hub, in one commit; the repository, its branch and a card are made if there is none.</summary>
    /// <remarks>The tokenizer is pushed by its own <c>PushToHub</c>. Files that the repository has already are not sent again.</remarks>
    /// <param name="repoId">The repository, <c>org/name</c>; without an organization it is the token's user's.</param>
    /// <param name="options">Token, branch, message and the like; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="ArgumentException">The name breaks the Hub's rules.</exception>
    /// <exception cref="HubException">The token may not do it, or the Hub cannot be reached. Pushing again continues.</exception>
    public Task<CommitInfo> PushToHubAsync(string repoId, PushToHubOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        return HubPush.RunAsync(repoId, options, "Upload model", folder => SavePretrained(folder, options.MaxShardSize), cancellationToken);
    }

    /// <inheritdoc cref="PushToHubAsync"/>
    public CommitInfo PushToHub(string repoId, PushToHubOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => PushToHubAsync(repoId, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();
}
