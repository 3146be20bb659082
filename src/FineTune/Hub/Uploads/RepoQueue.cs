using System.Collections.Concurrent;

namespace FineTune.Hub;

/// <summary>Lets one commit to a repository happen at a time inside this process: two at once would only refuse each other.</summary>
internal static class RepoQueue
{
    private static readonly ConcurrentDictionary<(string Endpoint, RepoId Repo), SemaphoreSlim> s_turns = new();

    /// <summary>Waits for the repository's turn, which lasts until the result is disposed.</summary>
    public static async Task<IDisposable> EnterAsync(string endpoint, RepoId repo, CancellationToken cancellationToken)
    {
        SemaphoreSlim turn = s_turns.GetOrAdd((endpoint, repo), _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(cancellationToken);
        return new Turn(turn);
    }

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
