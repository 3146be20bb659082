using System.Globalization;
using System.Runtime.CompilerServices;

namespace FineTune.Runtime;

/// <summary>
/// Runs jobs on the cores the process may use. What a job computes must not depend on how its items are split.
/// </summary>
/// <remarks>
/// One pool serves the whole process: the calling thread always works itself, idle threads join it, and callers on several threads
/// share them without ever running more than <see cref="ThreadCount"/> threads plus the callers that do not fit. Pieces are contiguous
/// and handed out in turn. A call made from inside a job runs inline. The first exception of a job stops the handing out of further
/// pieces and is thrown to the caller once nobody works on the job any more.
/// </remarks>
internal static unsafe class Workers
{
    /// <summary>The most threads a process may ask for.</summary>
    public const int MaxThreadCount = 64;

    /// <summary>The environment variable that gives the number of threads when the program does not.</summary>
    public const string Variable = "FINETUNE_NUM_THREADS";

    // More pieces than threads, so that a thread that was held up does not hold up the rest; few enough that handing out costs nothing.
    private const int PiecesPerThread = 8;

    private static int _threadCount;

    /// <summary>
    /// Gets or sets how many threads take part, the caller included; 1 to 64. Default: the environment variable FINETUNE_NUM_THREADS,
    /// else the number of cores the process may use.
    /// </summary>
    public static int ThreadCount
    {
        get => _threadCount != 0 ? _threadCount : _threadCount = DefaultThreadCount(Environment.GetEnvironmentVariable(Variable));
        set
        {
            if (value is < 1 or > MaxThreadCount)
            {
                Throw.ThreadCountOutOfRange(value);
            }

            _threadCount = value;
        }
    }

    /// <summary>Gets whether there is a core for each thread: one that waits may then look on, where else it would keep another from its work.</summary>
    public static bool HaveACoreEach => ThreadCount <= Environment.ProcessorCount;

    /// <summary>
    /// Runs all items of a job and returns when they are done; pieces hold at least <paramref name="grain"/> items (the last may hold fewer), and of large items no
    /// more than <paramref name="most"/>.
    /// </summary>
    public static void Run<TJob>(int items, int grain, in TJob job, int most = int.MaxValue)
        where TJob : struct, IJob, allows ref struct
    {
        if (items <= 0)
        {
            return;
        }

        ProfileSpan span = Profile.Begin();
        // On this frame's stack, where it neither moves nor ends before the call does: other threads reach it by address.
        TJob local = job;
        int threads = ThreadCount;
        int piece = Math.Max(Math.Max(grain, 1), Math.Min(most, Pieces.Size(items, threads * PiecesPerThread)));
        if (threads == 1 || piece >= items || SharedJob.IsInside)
        {
            local.Run(0, items);
        }
        else
        {
            SharedJob.Run(items, piece, threads, Unsafe.AsPointer(ref local), &RunPiece<TJob>);
        }

        span.End<TJob>();
    }

    /// <summary>The thread count a process starts with, given the value of the environment variable.</summary>
    internal static int DefaultThreadCount(string? variable)
    {
        if (string.IsNullOrWhiteSpace(variable))
        {
            return Math.Clamp(Environment.ProcessorCount, 1, MaxThreadCount);
        }

        if (!int.TryParse(variable, NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > MaxThreadCount)
        {
            Throw.ThreadVariableUnusable(variable);
        }

        return count;
    }

    private static void RunPiece<TJob>(void* job, int start, int end)
        where TJob : struct, IJob, allows ref struct
        => Unsafe.AsRef<TJob>(job).Run(start, end);

    private static class Pieces
    {
        public static int Size(int items, int pieces) => (int)(((long)items + pieces - 1) / pieces);
    }
}
