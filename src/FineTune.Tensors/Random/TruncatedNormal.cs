namespace FineTune;

/// <summary>
/// Normal numbers between two bounds by rejection, as torch draws them since 2.13: where more than 0.3 of the bell lies inside, whole tensors of
/// normal numbers are drawn until each element had one inside; else uniform candidates are accepted with the bell's height.
/// </summary>
internal static class TruncatedNormal
{
    public static void Fill(Span<float> values, Generator generator, double mean, double std, double a, double b)
    {
        if (!(std > 0) || !(a <= b))
        {
            Throw.TruncatedNormal(std, a, b);
        }

        if (Cdf((b - mean) / std) - Cdf((a - mean) / std) > 0.3)
        {
            FillFromNormal(values, generator, mean, std, (float)a, (float)b);
        }
        else
        {
            FillFromUniform(values, generator, new Bell(mean, std, a, b));
        }
    }

    private static void FillFromNormal(Span<float> values, Generator generator, double mean, double std, float low, float high)
    {
        generator.Normal(values, mean, std);
        float[] fresh = [];
        while (HasOutside(values, low, high))
        {
            fresh = fresh.Length == 0 ? new float[values.Length] : fresh;
            generator.Normal(fresh, mean, std);
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = values[i] < low || values[i] > high ? fresh[i] : values[i];
            }
        }
    }

    private static bool HasOutside(ReadOnlySpan<float> values, float low, float high)
    {
        foreach (float value in values)
        {
            if (value < low || value > high)
            {
                return true;
            }
        }

        return false;
    }

    private static void FillFromUniform(Span<float> values, Generator generator, in Bell bell)
    {
        float[] candidates = new float[values.Length];
        float[] heights = new float[values.Length];
        bool[] pending = new bool[values.Length];
        Array.Fill(pending, true);
        for (bool any = values.Length > 0; any;)
        {
            any = false;
            generator.Uniform(candidates, bell.Low, bell.High);
            generator.Uniform(heights);
            for (int i = 0; i < values.Length; i++)
            {
                if (pending[i])
                {
                    values[i] = candidates[i];
                    pending[i] = MathF.Log(heights[i]) > bell.LogHeight(candidates[i]);
                    any |= pending[i];
                }
            }
        }
    }

    private static double Cdf(double x) => (1 + Erf(x / Math.Sqrt(2))) / 2;

    /// <summary>2/sqrt(pi) e^(-x^2) times the sum of 2^n x^(2n+1) / (1 3 5 ... (2n+1)): all terms have one sign.</summary>
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>The density between the bounds, as a logarithm that is 0 at its highest point, in float32 as torch computes it.</summary>
    private readonly struct Bell
    {
        private readonly float _mean;
        private readonly float _std;
        private readonly float _logPeak;

        public Bell(double mean, double std, double a, double b)
        {
            Low = a;
            High = b;
            _mean = (float)mean;
            _std = (float)std;
            double mode = Math.Max(a, Math.Min(mean, b));
            double distance = (mode - mean) / std;
            _logPeak = (float)(-0.5 * distance * distance);
        }

        public double Low { get; }

        public double High { get; }

        public float LogHeight(float x)
        {
            float distance = (x - _mean) / _std;
            return (distance * distance * -0.5f) - _logPeak;
        }
    }
}
