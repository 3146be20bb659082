using System.Collections.Concurrent;

namespace FineTune.Hub;

/// <summary>
/// The commits that this process works with: configuration, tokenizer and model of one program come from the same, even when somebody
/// else pushes in between, and the second of them asks nothing. What the process itself pushes it sees.
/// </summary>
internal static class RepoPins
{
    private static readonly ConcurrentDictionary<Key, PinnedRepo> Known = new();

    public static PinnedRepo? Find(Key key) => Known.GetValueOrDefault(key);

    /// <summary>Keeps a pin, unless another part of the program was faster: then that one holds.</summary>
    public static PinnedRepo Keep(Key key, PinnedRepo pin, bool replace) => replace ? Known[key] = pin : Known.GetOrAdd(key, pin);

    /// <summary>Forgets the pins of a repository that this process has changed itself, under whichever name they were asked for.</summary>
    public static void Forget(string endpoint, RepoId repo)
    {
        foreach ((Key key, PinnedRepo pin) in Known)
        {
            if (key.Endpoint == endpoint && (key.Repo == repo || pin.Repo == repo))
            {
                Known.TryRemove(key, out _);
            }
        }
    }

    /// <summary>What is pinned.</summary>
    internal readonly record struct Key(string Endpoint, string Cache, RepoId Repo, string Revision, bool UseCanonicalName);
}
