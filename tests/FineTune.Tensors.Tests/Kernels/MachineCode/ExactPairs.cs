using System.Numerics;

namespace FineTune.Tests.Kernels;

/// <summary>The manual's words for <c>vdpbf16ps</c> and <c>tdpbf16ps</c>, in whole numbers: no rounding but the one that is meant.</summary>
internal static class ExactPairs
{
    private const int SmallestExponent = -126;
    private const int Bits = 24;

    /// <summary>sum + the products of two pairs, the even ones in the lower halves: first the odd ones' product, then the even ones'.</summary>
    public static float Add(float sum, uint left, uint right) => MultiplyAdd(
        BitConverter.UInt32BitsToSingle(left << 16),
        BitConverter.UInt32BitsToSingle(right << 16),
        MultiplyAdd(BitConverter.UInt32BitsToSingle(left & 0xFFFF_0000), BitConverter.UInt32BitsToSingle(right & 0xFFFF_0000), sum));

    /// <summary>sum + the products of as many pairs: the odd ones and the even ones are summed apart, from zero, and those two before they are added.</summary>
    public static float AddGroup(float sum, ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        (float even, float odd) = (0, 0);
        for (int i = 0; i < left.Length; i++)
        {
            even = MultiplyAdd(BitConverter.UInt32BitsToSingle(left[i] << 16), BitConverter.UInt32BitsToSingle(right[i] << 16), even);
            odd = MultiplyAdd(BitConverter.UInt32BitsToSingle(left[i] & 0xFFFF_0000), BitConverter.UInt32BitsToSingle(right[i] & 0xFFFF_0000), odd);
        }

        return MultiplyAdd(MultiplyAdd(even, 1, odd), 1, sum);
    }

    /// <summary>left * right + sum, rounded to 24 bits, half to even, whatever the exponent; what is then denormal is zero, and so are denormal operands.</summary>
    public static float MultiplyAdd(float left, float right, float sum)
    {
        (left, right, sum) = (Flushed(left), Flushed(right), Flushed(sum));
        if (float.IsFinite(left) && float.IsFinite(right) && !float.IsFinite(sum))
        {
            return sum;
        }

        if (!float.IsFinite(left) || !float.IsFinite(right) || left == 0 || right == 0)
        {
            return (left * right) + sum; // No rounding: infinite, not a number, or the sum itself.
        }

        (BigInteger a, int aPower) = Parts(left);
        (BigInteger b, int bPower) = Parts(right);
        (BigInteger s, int sPower) = Parts(sum);
        int power = Math.Min(aPower + bPower, sPower);
        BigInteger exact = (a * b << (aPower + bPower - power)) + (s << (sPower - power));
        return exact.IsZero ? 0 : Round(exact, power);
    }

    private static float Round(BigInteger exact, int power)
    {
        BigInteger magnitude = BigInteger.Abs(exact);
        int cut = (int)magnitude.GetBitLength() - Bits;
        if (cut > 0)
        {
            BigInteger kept = magnitude >> cut;
            int half = (magnitude - (kept << cut)).CompareTo(BigInteger.One << (cut - 1));
            kept += half > 0 || (half == 0 && !kept.IsEven) ? 1 : 0;
            (magnitude, power) = (kept, power + cut);
        }

        int exponent = (int)magnitude.GetBitLength() - 1 + power;
        double value = exponent < SmallestExponent ? 0 : exponent > 127 ? double.PositiveInfinity : Math.ScaleB((double)magnitude, power);
        return (float)(exact.Sign < 0 ? -value : value);
    }

    private static float Flushed(float x) => float.IsSubnormal(x) ? MathF.CopySign(0, x) : x;

    private static (BigInteger Whole, int Power) Parts(float x)
    {
        int bits = BitConverter.SingleToInt32Bits(x);
        int exponent = (bits >> 23) & 0xFF;
        int whole = exponent == 0 ? 0 : (bits & 0x7FFFFF) | 0x800000;
        return (x < 0 ? -whole : whole, exponent - 150);
    }
}
