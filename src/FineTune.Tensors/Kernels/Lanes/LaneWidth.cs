using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>A kernel over a range of items, written once for every lane width. What it computes must not depend on how items are split.</summary>
internal interface ILaneJob
{
    /// <summary>
    /// Does items <paramref name="start"/> to <paramref name="end"/> - 1. Implementations are marked AggressiveOptimization: the first call of
    /// a run is as fast as the last.
    /// </summary>
    void Run<V>(int start, int end)
        where V : struct, ILanes<V>;
}

/// <summary>Chooses the width kernels run at, and runs them.</summary>
internal static class LaneWidth
{
    /// <summary>Gets the widest width this processor has registers for, and this program instructions: 16, 8, 4 or 1.</summary>
    /// <remarks>A program compiled ahead of time may find a register it was not compiled for: its vectors would be taken apart in software.</remarks>
    public static int Widest { get; } =
        Avx512F.IsSupported && (RuntimeFeature.IsDynamicCodeCompiled || Vector512.IsHardwareAccelerated) ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    /// <summary>Gets or sets the width in force; tests set it to show that all widths agree.</summary>
    public static int Current { get; set; } = Widest;

    /// <summary>Runs a job at the current width on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TJob>(int items, in TJob job)
        where TJob : struct, ILaneJob, allows ref struct
        => new Mapping<TJob>(job).Run(0, items);

    /// <summary>Runs a job at the current width, on several threads when there are enough items.</summary>
    public static void Run<TJob>(int items, int grain, in TJob job)
        where TJob : struct, ILaneJob, allows ref struct
        => Workers.Run(items, grain, new Mapping<TJob>(job));

    /// <summary>Runs a job with sixteen lanes, whatever the width of the registers they lie in, on this thread.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunSixteen<TJob>(int items, in TJob job)
        where TJob : struct, ILaneJob, allows ref struct
        => new Reducing<TJob>(job).Run(0, items);

    /// <summary>Runs a job with sixteen lanes, whatever the width of the registers, on several threads when there are enough items.</summary>
    public static void RunSixteen<TJob>(int items, int grain, in TJob job)
        where TJob : struct, ILaneJob, allows ref struct
        => Workers.Run(items, grain, new Reducing<TJob>(job));

    private readonly ref struct Mapping<TJob>(TJob job) : IJob
        where TJob : struct, ILaneJob, allows ref struct
    {
        private readonly TJob _job = job;

        public void Run(int start, int end)
        {
            switch (Current)
            {
                case 16:
                    _job.Run<Lanes16>(start, end);
                    break;
                case 8:
                    _job.Run<Lanes8>(start, end);
                    break;
                case 4:
                    _job.Run<Lanes4>(start, end);
                    break;
                default:
                    _job.Run<Lanes1>(start, end);
                    break;
            }
        }
    }

    private readonly ref struct Reducing<TJob>(TJob job) : IJob
        where TJob : struct, ILaneJob, allows ref struct
    {
        private readonly TJob _job = job;

        public void Run(int start, int end)
        {
            switch (Current)
            {
                case 16:
                    _job.Run<Lanes16>(start, end);
                    break;
                case 8:
                    _job.Run<Twice<Lanes8>>(start, end);
                    break;
                case 4:
                    _job.Run<Twice<Twice<Lanes4>>>(start, end);
                    break;
                default:
                    _job.Run<Twice<Twice<Twice<Twice<Lanes1>>>>>(start, end);
                    break;
            }
        }
    }
}
