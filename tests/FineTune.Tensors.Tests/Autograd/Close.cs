namespace FineTune.Tensors.Tests.Autograd;

/// <summary>Compares numbers with a tolerance relative to the larger of 1 and the expected value's size.</summary>
internal static class Close
{
    public static void Assert(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance, string what)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        double worst = 0;
        int where = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs((double)actual[i] - expected[i]) / Math.Max(1, Math.Abs(expected[i]));
            error = float.IsNaN(expected[i]) && float.IsNaN(actual[i]) ? 0 : double.IsNaN(error) ? double.PositiveInfinity : error;
            if (error > worst)
            {
                worst = error;
                where = i;
            }
        }

        string message = worst == 0 ? string.Empty : $"{what}: element {where} is {actual[where]:R} instead of {expected[where]:R}, off by {worst:G3}";
        Xunit.Assert.True(worst <= tolerance, message);
    }
}
