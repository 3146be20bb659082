using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FineTune.Kernels;

/// <summary>The fused multiply-add of processors that have none: exact, in double precision.</summary>
/// <remarks>
/// The product of two floats is exact in a double. Its sum with the addend is rounded to odd (cut off, and the last bit set when that lost
/// anything), so that the second rounding, to float, gives what one rounding of the exact value would: 53 bits are more than twice 24 and two.
/// </remarks>
internal static class SoftwareFma
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Compute(Vector128<float> left, Vector128<float> right, Vector128<float> addend)
    {
        Vector128<double> low = SumToOdd(Vector128.WidenLower(left) * Vector128.WidenLower(right), Vector128.WidenLower(addend));
        Vector128<double> high = SumToOdd(Vector128.WidenUpper(left) * Vector128.WidenUpper(right), Vector128.WidenUpper(addend));
        return Vector128.Narrow(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> SumToOdd(Vector128<double> product, Vector128<double> addend)
    {
        Vector128<double> sum = product + addend;
        Vector128<double> addendPart = sum - product;
        Vector128<double> error = (product - (sum - addendPart)) + (addend - addendPart);

        // An error of the other sign says that the sum was rounded away from zero: one unit less is the sum cut off. NaN errors change nothing.
        Vector128<long> inexact = Vector128.GreaterThan(Vector128.Abs(error), Vector128<double>.Zero).AsInt64();
        Vector128<long> away = (sum.AsInt64() ^ error.AsInt64()) >>> 63;
        return ((sum.AsInt64() - (away & inexact)) | (inexact & Vector128<long>.One)).AsDouble();
    }
}
