namespace FineTune.Training;

/// <summary>The mean of float32 numbers as NumPy computes it, bit for bit: a pairwise sum in float32, divided by the count.</summary>
internal static class NumpyMean
{
    private const int Block = 128;

    public static double Of(ReadOnlySpan<float> values) => Sum(values) / values.Length;

    private static float Sum(ReadOnlySpan<float> values)
    {
        if (values.Length < 8)
        {
            float sum = -0f;
            foreach (float value in values)
            {
                sum += value;
            }

            return sum;
        }

        return values.Length <= Block ? SumBlock(values) : SumHalves(values);
    }

    private static float SumBlock(ReadOnlySpan<float> values)
    {
        Span<float> lanes = stackalloc float[8];
        values[..8].CopyTo(lanes);
        int i = 8;
        for (; i < values.Length - (values.Length % 8); i += 8)
        {
            for (int lane = 0; lane < 8; lane++)
            {
                lanes[lane] += values[i + lane];
            }
        }

        float sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private static float SumHalves(ReadOnlySpan<float> values)
    {
        int half = values.Length / 2;
        half -= half % 8;
        return Sum(values[..half]) + Sum(values[half..]);
    }
}
