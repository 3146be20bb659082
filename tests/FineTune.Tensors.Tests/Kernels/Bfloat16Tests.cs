using FineTune.Kernels;

namespace FineTune.Tests.Kernels;

public sealed class Bfloat16Tests
{
    private const int Count = 200_000;

    [Fact]
    public void Rounding_is_to_the_nearest_ties_to_even_at_every_width()
    {
        Random random = new(1);
        float[] x = [.. Enumerable.Range(0, Count).Select(_ => HardNumbers.Any(random))];
        float[] expected = [.. x.Select(Rounded)];

        Assert.Equal(Bits(expected), Bits(AtWidth<Lanes1>(x)));
        Assert.Equal(Bits(expected), Bits(AtWidth<Lanes4>(x)));
        Assert.Equal(Bits(expected), Bits(AtWidth<Lanes8>(x)));
        Assert.Equal(Bits(expected), Bits(AtWidth<Lanes16>(x)));
        Assert.Equal(1.0078125f, Rounded(1.01f)); // Eight bits: 1 + 1/128.
    }

    [Fact]
    public void Products_are_the_manuals_at_every_width()
    {
        Random random = new(2);
        float[] left = [.. Enumerable.Range(0, Count).Select(_ => Rounded(HardNumbers.Narrow(random)))];
        float[] right = [.. Enumerable.Range(0, Count).Select(_ => Rounded(HardNumbers.Narrow(random)))];
        float[] sum = [.. Enumerable.Range(0, Count).Select(_ => HardNumbers.Any(random)).Select(x => float.IsSubnormal(x) ? 0 : x)];
        for (int i = 0; i < Count / 4; i++)
        {
            // Sums that cancel the product but for its last bits.
            sum[i] = -(left[i] * right[i]);
            sum[i] = float.IsSubnormal(sum[i]) || float.IsNaN(sum[i]) ? 0 : sum[i];
        }

        float[] expected = [.. Enumerable.Range(0, Count).Select(i => ExactPairs.MultiplyAdd(left[i], right[i], sum[i]))];

        Assert.Equal(Bits(expected), Bits(Sums<Lanes1>(left, right, sum)));
        Assert.Equal(Bits(expected), Bits(Sums<Lanes4>(left, right, sum)));
        Assert.Equal(Bits(expected), Bits(Sums<Lanes8>(left, right, sum)));
        Assert.Equal(Bits(expected), Bits(Sums<Lanes16>(left, right, sum)));
    }

    [Fact]
    public void A_result_is_too_small_by_24_bits_not_by_those_a_denormal_has()
    {
        float smallest = 1.17549435e-38f; // 2^-126

        Assert.Equal(smallest, Sums<Lanes1>([smallest], [1], [0])[0]);
        Assert.Equal(-0f, Sums<Lanes1>([-smallest], [0.5f], [0])[0]);
        // 2^-126 - 0.75 * 2^-150: IEEE's denormals round it to 2^-126, 24 bits to 2^-126 - 2^-150, which is too small.
        float left = (float)Math.ScaleB(1.5, -76), right = (float)Math.ScaleB(-0.5, -74);
        Assert.Equal(smallest, MathF.FusedMultiplyAdd(left, right, smallest));
        Assert.Equal(0f, Sums<Lanes1>([left], [right], [smallest])[0]);
    }

    private static float Rounded(float x)
    {
        if (float.IsNaN(x) || float.IsInfinity(x))
        {
            return BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(x) | (float.IsNaN(x) ? 0x0040_0000u : 0)) & 0xFFFF_0000);
        }

        if (MathF.Abs(x) < 1.17549435e-38f)
        {
            return MathF.CopySign(0, x);
        }

        uint below = BitConverter.SingleToUInt32Bits(x) & 0xFFFF_0000;
        double low = BitConverter.UInt32BitsToSingle(below);
        double high = 2 * low == 0 ? 0 : low + (Math.CopySign(1, low) * Math.ScaleB(1, Math.ILogB(low) - 7));
        double toLow = Math.Abs(x - low), toHigh = Math.Abs(high - x);
        bool up = toHigh < toLow || (toHigh == toLow && (below & 0x0001_0000) != 0);
        return (float)(up ? high : low);
    }

    private static float[] AtWidth<V>(float[] x)
        where V : struct, ILanes<V>
    {
        float[] y = new float[x.Length];
        for (int i = 0; i < x.Length; i += V.Count)
        {
            Bfloat16.Round(V.Load(ref x[i])).Store(ref y[i]);
        }

        return y;
    }

    private static float[] Sums<V>(float[] left, float[] right, float[] sum)
        where V : struct, ILanes<V>
    {
        float[] y = new float[sum.Length];
        for (int i = 0; i < y.Length; i += V.Count)
        {
            Bfloat16.MultiplyAdd(V.Load(ref left[i]), V.Load(ref right[i]), V.Load(ref sum[i])).Store(ref y[i]);
        }

        return y;
    }

    // Which of several NaNs comes of an operation on NaNs is not part of the promise.
    private static int[] Bits(float[] x) => [.. x.Select(value => float.IsNaN(value) ? int.MaxValue : BitConverter.SingleToInt32Bits(value))];
}
