using System.Numerics;

namespace FineTune;

/// <summary>Sums in NumPy's order, so that a mean over an evaluation has the reference's bits.</summary>
internal static class PairwiseSum
{
    private const int Block = 128;
    private const int Lanes = 8;

    public static double Mean(ReadOnlySpan<double> values) => Of(values) / values.Length;

    /// <summary>The mean of <c>(x - y)²</c>, all in float32; what is not a number is left out.</summary>
    public static double MeanSquare(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float[] squares = new float[x.Length];
        int present = 0;
        for (int i = 0; i < squares.Length; i++)
        {
            float difference = x[i] - y[i];
            squares[i] = float.IsNaN(difference) ? 0 : difference * difference;
            present += float.IsNaN(difference) ? 0 : 1;
        }

        return present == 0 ? double.NaN : Of<float>(squares) / present;
    }

    /// <summary>Halves until a block remains; a block is eight sums side by side, and the rest.</summary>
    public static T Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPoint<T>
    {
        if (values.Length < Lanes)
        {
            return Sequential(values, T.Zero);
        }

        if (values.Length > Block)
        {
            int half = values.Length / 2;
            half -= half % Lanes;
            return Of(values[..half]) + Of(values[half..]);
        }

        Span<T> sums = stackalloc T[Lanes];
        int whole = values.Length - (values.Length % Lanes);
        values[..Lanes].CopyTo(sums);
        for (int i = Lanes; i < whole; i++)
        {
            sums[i % Lanes] += values[i];
        }

        T sum = ((sums[0] + sums[1]) + (sums[2] + sums[3])) + ((sums[4] + sums[5]) + (sums[6] + sums[7]));
        return Sequential(values[whole..], sum);
    }

    private static T Sequential<T>(ReadOnlySpan<T> values, T sum)
        where T : unmanaged, IFloatingPoint<T>
    {
        foreach (T value in values)
        {
            sum += value;
        }

        return sum;
    }
}
