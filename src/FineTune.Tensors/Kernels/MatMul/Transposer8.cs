using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Eight rows at a time.</summary>
internal readonly unsafe struct Transposer8 : ITransposer<Vector256<float>>
{
    public static int Count => 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Gather(float* source, nint distance, float* top) => Avx.InsertVector128(Vector128.Load(source).ToVector256Unsafe(), Vector128.Load(top), 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector256<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> InterleaveLow(Vector256<float> left, Vector256<float> right) => Avx.UnpackLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> InterleaveHigh(Vector256<float> left, Vector256<float> right) => Avx.UnpackHigh(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LowPairs(Vector256<float> left, Vector256<float> right) => Avx.Shuffle(left, right, 0x44);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> HighPairs(Vector256<float> left, Vector256<float> right) => Avx.Shuffle(left, right, 0xEE);
}
