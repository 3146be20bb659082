using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FineTune.Kernels;

/// <summary>
/// Copies a sliver of an operand (some rows of a or columns of b, over a block of k) so that a tile kernel reads it front to back:
/// all its elements of one step of k side by side, then those of the next.
/// </summary>
internal static unsafe class Slivers
{
    /// <summary>
    /// destination[p * step + i] = source[p * distance + i] for <paramref name="count"/> elements i and k steps p; zeros from count to step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy(float* source, nint distance, int count, int k, float* destination, int step)
    {
        for (int p = 0; p < k; p++, source += distance, destination += step)
        {
            CopyRow(source, count, destination);
            for (int i = count; i < step; i++)
            {
                destination[i] = 0;
            }
        }
    }

    /// <summary>
    /// destination[p * step + i] = source[i * distance + p] for <paramref name="count"/> elements i and k steps p; zeros from count to step.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(float* source, nint distance, int count, int k, float* destination, int step)
    {
        int p = 0;
        if (Avx.IsSupported && count >= 8)
        {
            for (; p + 8 <= k; p += 8)
            {
                // The last eight rows may overlap those before: they are written twice.
                for (int i = 0; i < count; i += 8)
                {
                    int first = Math.Min(i, count - 8);
                    TransposeEight(source + (first * distance) + p, distance, destination + ((nint)p * step) + first, step);
                }
            }
        }

        for (; p < k; p++)
        {
            for (int i = 0; i < count; i++)
            {
                destination[((nint)p * step) + i] = source[(i * distance) + p];
            }
        }

        for (int i = count; i < step; i++)
        {
            for (p = 0; p < k; p++)
            {
                destination[((nint)p * step) + i] = 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRow(float* source, int count, float* destination)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated && count >= 8)
        {
            for (; i < count; i += 8)
            {
                int first = Math.Min(i, count - 8);
                Vector256.Load(source + first).Store(destination + first);
            }
        }

        for (; i < count; i++)
        {
            destination[i] = source[i];
        }
    }

    /// <summary>Eight by eight: halves of rows i and i + 4 are joined while loading, then pairs and fours of elements are interleaved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeEight(float* source, nint distance, float* destination, nint step)
    {
        float* far = source + (4 * distance);
        Vector256<float> r0 = Join(source, far);
        Vector256<float> r1 = Join(source + distance, far + distance);
        Vector256<float> r2 = Join(source + (2 * distance), far + (2 * distance));
        Vector256<float> r3 = Join(source + (3 * distance), far + (3 * distance));
        Quarter(r0, r1, r2, r3, destination, step);
        r0 = Join(source + 4, far + 4);
        r1 = Join(source + distance + 4, far + distance + 4);
        r2 = Join(source + (2 * distance) + 4, far + (2 * distance) + 4);
        r3 = Join(source + (3 * distance) + 4, far + (3 * distance) + 4);
        Quarter(r0, r1, r2, r3, destination + (4 * step), step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarter(
        Vector256<float> r0, Vector256<float> r1, Vector256<float> r2, Vector256<float> r3, float* destination, nint step)
    {
        Vector256<float> low01 = Avx.UnpackLow(r0, r1);
        Vector256<float> high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3);
        Vector256<float> high23 = Avx.UnpackHigh(r2, r3);
        Avx.Shuffle(low01, low23, 0x44).Store(destination);
        Avx.Shuffle(low01, low23, 0xEE).Store(destination + step);
        Avx.Shuffle(high01, high23, 0x44).Store(destination + (2 * step));
        Avx.Shuffle(high01, high23, 0xEE).Store(destination + (3 * step));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Join(float* low, float* high) =>
        Avx.InsertVector128(Vector128.Load(low).ToVector256Unsafe(), Vector128.Load(high), 1);
}
