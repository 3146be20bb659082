using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>Whether a product in bfloat16 can meet numbers too small to be normal: where it cannot, plain multiply-adds are the same.</summary>
/// <remarks>
/// A bfloat16 of exponent e is a multiple of 2^(e - 7), a product of two a multiple of 2^(e + f - 14) and so is every sum of products, rounded or not: where that is
/// at least the smallest normal number, no result but zero lies under it.
/// </remarks>
internal static unsafe class PairRange
{
    private const int ExponentOfSmallestNormal = -126, BitsOfProducts = 14;

    /// <summary>Gets whether operands of such smallest exponents, in a sum that starts at zero, meet none.</summary>
    public static bool IsNormal(int exponentOfA, int exponentOfB) => exponentOfA + exponentOfB - BitsOfProducts >= ExponentOfSmallestNormal;

    /// <summary>Gets the smallest exponent of the normal numbers of a stored matrix; a great one when there are none.</summary>
    /// <param name="matrix">Where it begins.</param>
    /// <param name="rows">How many rows it has.</param>
    /// <param name="columns">How many floats a row has.</param>
    /// <param name="distance">The distance between the beginnings of rows.</param>
    /// <param name="arePairs">Whether each float is two numbers in bfloat16.</param>
    public static int SmallestExponent(float* matrix, int rows, int columns, nint distance, bool arePairs)
    {
        float smallest = float.MaxValue;
        LaneWidth.Run(rows, new Scan(matrix, columns, distance, arePairs, &smallest));
        return MathF.ILogB(smallest);
    }

    private readonly struct Scan(float* matrix, int columns, nint distance, bool arePairs, float* smallest) : ILaneJob
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            V all = V.Broadcast(float.MinValue);
            for (int i = start; i < end; i++)
            {
                float* row = matrix + (i * distance);
                int j = 0;
                for (; j + V.Count <= columns; j += V.Count)
                {
                    all = V.Max(Negative(V.Load(ref row[j]), arePairs), all);
                }

                for (; j < columns; j++)
                {
                    *smallest = Math.Min(*smallest, -Negative(Lanes1.Load(ref row[j]), arePairs).Max());
                }
            }

            *smallest = Math.Min(*smallest, -all.Max());
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static V Negative<V>(V x, bool isPair)
            where V : struct, ILanes<V>
            => isPair ? V.Max(Negative(Bfloat16.Even(x)), Negative(Bfloat16.Odd(x))) : Negative(x);

        /// <summary>-|x| of normal numbers; of others what the greatest of them never is.</summary>
        private static V Negative<V>(V x)
            where V : struct, ILanes<V>
            => V.Select(V.Abs(x) >= V.Broadcast(1.17549435e-38f), -V.Abs(x), V.Broadcast(float.MinValue));
    }
}
