using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>Sixteen rows at a time.</summary>
internal readonly unsafe struct Transposer16 : ITransposer<Vector512<float>>
{
    public static int Count => 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Gather(float* source, nint distance, float* top)
    {
        Vector512<float> rows = Vector128.Load(source).ToVector256Unsafe().ToVector512Unsafe();
        rows = Avx512F.InsertVector128(rows, Vector128.Load(source + (4 * distance)), 1);
        rows = Avx512F.InsertVector128(rows, Vector128.Load(source + (8 * distance)), 2);
        return Avx512F.InsertVector128(rows, Vector128.Load(top), 3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector512<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> InterleaveLow(Vector512<float> left, Vector512<float> right) => Avx512F.UnpackLow(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> InterleaveHigh(Vector512<float> left, Vector512<float> right) => Avx512F.UnpackHigh(left, right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LowPairs(Vector512<float> left, Vector512<float> right) => Avx512F.Shuffle(left, right, 0x44);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> HighPairs(Vector512<float> left, Vector512<float> right) => Avx512F.Shuffle(left, right, 0xEE);
}
