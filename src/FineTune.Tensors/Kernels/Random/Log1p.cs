namespace FineTune.Kernels;

/// <summary>
/// <c>ln(1 + x)</c> in double precision for x in (-1, 0], below one unit in the last place: 1 + x is brought to <c>2^k (1 + f)</c> with f
/// between sqrt(1/2) - 1 and sqrt(2) - 1, and <c>ln(1 + f) = f - f^2/2 + s (f^2/2 + R(s^2))</c> with <c>s = f / (2 + f)</c> and fdlibm's
/// minimax R. The sums are taken in the order, and with the fused products, that glibc takes on processors with FMA, whose bits these are.
/// </summary>
internal static class Log1p
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double TwoThirds = 0.66666666666666666;

    /// <summary>The high half of the double beyond which 1 + x is not brought into range as it is (x = -0.2929).</summary>
    private const uint RangeEnd = 0xbfd2bec3;

    /// <summary>The upper 20 bits of the mantissa of sqrt(2).</summary>
    private const uint SqrtTwo = 0x6a09e;

    public static double Of(double x)
    {
        double size = Math.Abs(x);
        if (size < 1.0 / (1 << 29))
        {
            return size < 1.0 / (1L << 54) ? x : x - (x * x * 0.5);
        }

        return HighHalf(x) <= RangeEnd ? Series(x) : Reduced(x);
    }

    private static double Reduced(double x)
    {
        double sum = 1 + x;
        uint high = HighHalf(sum);
        int k = (int)(high >> 20) - 1023;
        double lost = (x - (sum - 1)) / sum;
        uint mantissa = high & 0xfffff;
        bool upperHalf = mantissa >= SqrtTwo;
        long fraction = BitConverter.DoubleToInt64Bits(sum) & ((1L << 52) - 1);
        long exponent = upperHalf ? 1022 : 1023;
        double f = BitConverter.Int64BitsToDouble((exponent << 52) | fraction) - 1;
        k += upperHalf ? 1 : 0;

        double low = Fma(k, Ln2Low, lost);
        bool tiny = upperHalf ? 0x100000 - mantissa < 4 : mantissa == 0;
        if (tiny)
        {
            return Tiny(f, k, low);
        }

        double half = 0.5 * f * f;
        double s = f / (2 + f);
        return Fma(k, Ln2High, -(half - (low + (s * (half + Rest(s * s)))) - f));
    }

    /// <summary>|f| below 2^-20: two terms of the series do.</summary>
    private static double Tiny(double f, int k, double low)
    {
        if (f == 0)
        {
            return Fma(k, Ln2High, low);
        }

        double rest = 0.5 * f * f * Fma(-TwoThirds, f, 1);
        return k == 0 ? f - rest : Fma(k, Ln2High, -(rest - low - f));
    }

    private static double Series(double f)
    {
        double half = 0.5 * f * f;
        double s = f / (2 + f);
        return f - (half - (s * (half + Rest(s * s))));
    }

    private static double Rest(double z)
    {
        double z2 = z * z;
        double z4 = z2 * z2;
        double z6 = z4 * z2;
        double second = Fma(z, 2.857142874366239149e-01, 3.999999999940941908e-01);
        double third = Fma(z, 1.818357216161805012e-01, 2.222219843214978396e-01);
        double fourth = Fma(z, 1.479819860511658591e-01, 1.531383769920937332e-01);
        double sum = Fma(z, 6.666666666666735130e-01, z2 * second);
        return Fma(z6, fourth, Fma(z4, third, sum));
    }

    private static double Fma(double left, double right, double addend) => Math.FusedMultiplyAdd(left, right, addend);

    private static uint HighHalf(double x) => (uint)((ulong)BitConverter.DoubleToInt64Bits(x) >> 32);
}
