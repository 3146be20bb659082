using FineTune.Runtime;

namespace FineTune.Tests.Training.Resources;

/// <summary>Tests that change or measure what is process-wide run alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";

    /// <summary>Runs a function with a thread count and restores the one before.</summary>
    internal static T WithThreads<T>(int count, Func<T> function)
    {
        int before = Workers.ThreadCount;
        Workers.ThreadCount = count;
        try
        {
            return function();
        }
        finally
        {
            Workers.ThreadCount = before;
        }
    }
}
