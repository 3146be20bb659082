using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>The fused multiply-add of processors that have none: exact, in double precision.</summary>
/// <remarks>
/// The product of two floats is exact in a double. Its sum with the addend is rounded to odd (towards the neighbour whose last bit is 1
/// when it is inexact), so that the second rounding, to float, gives what one rounding of the exact value would.
/// </remarks>
internal static class SoftwareFma
{
    public static Vector128<float> Compute(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
        (Vector128<double> leftLow, Vector128<double> leftHigh) = Vector128.Widen(left);
        (Vector128<double> rightLow, Vector128<double> rightHigh) = Vector128.Widen(right);
        (Vector128<double> addendLow, Vector128<double> addendHigh) = Vector128.Widen(addend);
        return Vector128.Narrow(SumToOdd(leftLow * rightLow, addendLow), SumToOdd(leftHigh * rightHigh, addendHigh));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> SumToOdd(Vector128<double> product, Vector128<double> addend)
    {
        Vector128<double> sum = product + addend;
        Vector128<double> addendPart = sum - product;
        Vector128<double> error = (product - (sum - addendPart)) + (addend - addendPart);

        // Where the sum is inexact and even, its odd neighbour on the error's side is one unit of the bits away. NaN errors change nothing.
        Vector128<long> bits = sum.AsInt64();
        Vector128<long> inexact = (Vector128.LessThan(error, Vector128<double>.Zero) | Vector128.GreaterThan(error, Vector128<double>.Zero)).AsInt64();
        Vector128<long> isEven = Vector128.Equals(bits & Vector128<long>.One, Vector128<long>.Zero);
        Vector128<long> inwards = (sum.AsInt64() ^ error.AsInt64()) >> 63;
        return (bits + (inexact & isEven & (inwards | Vector128<long>.One))).AsDouble();
    }
}
