using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>What this machine's arithmetic can do, and which kernels were chosen for it.</summary>
internal static unsafe class HardwarePeak
{
    private const int Accumulators = 12;
    private const int TurnsPerSample = 100_000;
    private const string ForLess =
        "compiled ahead of time for less than this processor has: publish with -p:IlcInstructionSet=native, or x86-64-v3 (AVX2) or x86-64-v4 (AVX-512) for other machines";

    /// <summary>Gets the instruction set in force, for example "AVX-512".</summary>
    public static string InstructionSet => LaneWidth.Current switch
    {
        16 => "AVX-512",
        8 => "AVX2 with FMA",
        4 => AdvSimd.IsSupported ? "NEON" : "SSE2, fused multiply-add in software",
        _ => Fma.IsSupported || AdvSimd.IsSupported ? "scalar" : "scalar, fused multiply-add in software",
    };

    /// <summary>Gets the tile of the matrix product in force, rows x columns, for example "14x32".</summary>
    public static string Kernel => $"{TileSet.Current.Rows}x{TileSet.Current.Columns}";

    /// <summary>Gets whether the tiles are computed by machine code made at run time, and if not, why.</summary>
    public static string Code => TileSet.Current is { WhyNoCode: { } reason } ? $"not used: {reason}" : $"used: tiles of {32 * TileSet.Current.Width}-bit registers, made at run time";

    /// <summary>Gets why these kernels were chosen.</summary>
    public static string Reason => IsCompiledForLess
        ? (TileSet.Current.IsCode ? "machine code made at run time; all else was " : "") + ForLess
        : LaneWidth.Current < LaneWidth.Widest
        ? $"set to {LaneWidth.Current} lanes, though the processor has {LaneWidth.Widest}"
        : LaneWidth.Widest switch
        {
            16 => "the widest registers of this processor",
            8 => "this processor, or DOTNET_EnableAVX512=0, has no AVX-512",
            4 when AdvSimd.IsSupported => "the registers of this processor",
            4 => "this processor, or DOTNET_EnableAVX2=0, has neither AVX2 nor FMA",
            _ => "this processor, or DOTNET_EnableHWIntrinsic=0, has no vector instructions",
        };

    /// <summary>
    /// Gets what to say where this program was compiled ahead of time for narrower registers than it should have been, or null. For all but matrix products AVX2 is as good
    /// as AVX-512: it is memory they wait for.
    /// </summary>
    public static string? Shortcoming => IsCompiledForLess && (LaneWidth.Widest < 8 || !TileSet.Current.IsCode)
        ? $"This program computes {(TileSet.Current.IsCode ? "all but matrix products " : "")}with {InstructionSet}: it was {ForLess}."
        : null;

    private static bool IsCompiledForLess => !RuntimeFeature.IsDynamicCodeCompiled
        && (MachineCode.Width > LaneWidth.Widest || (Avx512F.IsSupported && !Vector512.IsHardwareAccelerated) || (Avx2.IsSupported && !Vector256.IsHardwareAccelerated));

    /// <summary>
    /// Measures the fastest rate of fused multiply-adds between registers, in GFLOP/s, of <paramref name="threads"/> threads at a time:
    /// the best of samples taken for <paramref name="duration"/>.
    /// </summary>
    public static double Measure(int threads, TimeSpan duration)
    {
        double[] best = new double[threads];
        Thread[] others = [.. Enumerable.Range(1, threads - 1).Select(i => new Thread(() => best[i] = MeasureOne(duration)))];
        Array.ForEach(others, thread => thread.Start());
        best[0] = MeasureOne(duration);
        Array.ForEach(others, thread => thread.Join());
        return best.Sum();
    }

    /// <summary>Does a fixed number of multiply-adds on this thread and returns how many floating-point operations they were.</summary>
    public static double Sample()
    {
        bool isWider = LaneWidth.Widest < 16 && TileSet.Current is { IsCode: true, Width: 16 };
        return isWider && PeakCode.Run(TurnsPerSample) is > 0 and double operations ? operations : SampleLanes();
    }

    private static double SampleLanes() => LaneWidth.Current switch
    {
        16 => Spin<Vector512<float>, Register16>(TurnsPerSample),
        8 => Spin<Vector256<float>, Register8>(TurnsPerSample),
        4 => Spin<Vector128<float>, Register4>(TurnsPerSample),
        _ => Spin<float, Register1>(TurnsPerSample),
    };

    private static double MeasureOne(TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        double best = 0;
        do
        {
            long before = Stopwatch.GetTimestamp();
            double operations = Sample();
            best = Math.Max(best, operations / Stopwatch.GetElapsedTime(before).TotalSeconds / 1e9);
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        return best;
    }

    // Twelve sums that do not wait for one another: two units with a latency of up to five cycles are kept busy.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Spin<TVector, TRegister>(int turns)
        where TVector : struct
        where TRegister : struct, IRegister<TVector>
    {
        float one = 1;
        float tiny = 1e-30f;
        TVector x = TRegister.Broadcast(&one);
        TVector y = TRegister.Broadcast(&tiny);
        TVector s0 = x, s1 = x, s2 = x, s3 = x, s4 = x, s5 = x, s6 = x, s7 = x, s8 = x, s9 = x, s10 = x, s11 = x;
        for (int i = 0; i < turns; i++)
        {
            s0 = TRegister.Fma(x, y, s0);
            s1 = TRegister.Fma(x, y, s1);
            s2 = TRegister.Fma(x, y, s2);
            s3 = TRegister.Fma(x, y, s3);
            s4 = TRegister.Fma(x, y, s4);
            s5 = TRegister.Fma(x, y, s5);
            s6 = TRegister.Fma(x, y, s6);
            s7 = TRegister.Fma(x, y, s7);
            s8 = TRegister.Fma(x, y, s8);
            s9 = TRegister.Fma(x, y, s9);
            s10 = TRegister.Fma(x, y, s10);
            s11 = TRegister.Fma(x, y, s11);
        }

        TVector sum = TRegister.Add(
            TRegister.Add(TRegister.Add(TRegister.Add(s0, s1), TRegister.Add(s2, s3)), TRegister.Add(TRegister.Add(s4, s5), TRegister.Add(s6, s7))),
            TRegister.Add(TRegister.Add(s8, s9), TRegister.Add(s10, s11)));
        float* result = stackalloc float[16];
        TRegister.Store(result, sum);
        return result[0] > 0 ? 2.0 * Accumulators * TRegister.Count * turns : 0;
    }
}
