using FineTune.Runtime;

namespace FineTune.Tests.Runtime;

/// <summary>Tests that change or measure what is process-wide run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ThreadsCollection
{
    public const string Name = "Threads";

    /// <summary>Runs an action with a thread count and restores the one before.</summary>
    internal static void WithThreads(int count, Action action)
    {
        int before = Workers.ThreadCount;
        Workers.ThreadCount = count;
        try
        {
            action();
        }
        finally
        {
            Workers.ThreadCount = before;
        }
    }
}
