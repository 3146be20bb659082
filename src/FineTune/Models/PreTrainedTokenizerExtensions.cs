using FineTune.Hub;

namespace FineTune;

/// <summary>What a tokenizer does with the Hub, which its own assembly does not know.</summary>
public static class PreTrainedTokenizerExtensions
{
    /// <summary>
    /// Saves the tokenizer into a repository of the Hub, in one commit; the repository, its branch and a card are made if there is none.
    /// </summary>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <param name="repoId">The repository, <c>org/name</c>; without an organization it is the token's user's.</param>
    /// <param name="options">Token, branch, message and the like; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="ArgumentException">The name breaks the Hub's rules.</exception>
    /// <exception cref="HubException">The token may not do it, or the Hub cannot be reached. Pushing again continues.</exception>
    public static Task<CommitInfo> PushToHubAsync(
        this PreTrainedTokenizer tokenizer, string repoId, PushToHubOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        return HubPush.RunAsync(repoId, options ?? new(), "Upload tokenizer", folder => tokenizer.SavePretrained(folder), cancellationToken);
    }

    /// <inheritdoc cref="PushToHubAsync"/>
    public static CommitInfo PushToHub(
        this PreTrainedTokenizer tokenizer, string repoId, PushToHubOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => tokenizer.PushToHubAsync(repoId, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();
}
