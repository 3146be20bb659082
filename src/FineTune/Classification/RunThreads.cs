using FineTune.Runtime;

namespace FineTune.Classification;

/// <summary>How many threads a verb computes with.</summary>
internal static class RunThreads
{
    /// <summary>Takes what the run says, else FINETUNE_NUM_THREADS, else all cores.</summary>
    /// <exception cref="FormatException">The variable cannot be used.</exception>
    public static void Use(RunArguments run) => Workers.ThreadCount = run.Threads ?? Workers.ThreadCount;
}
