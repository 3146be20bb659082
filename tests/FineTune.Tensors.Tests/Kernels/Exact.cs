namespace FineTune.Tensors.Tests.Kernels;

/// <summary>Functions in double precision to compare with, written for accuracy only.</summary>
internal static class Exact
{
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        double term = x;
        double sum = x;
        for (int n = 2; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= x / n;
            sum += term;
        }

        return sum;
    }

    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsInfinity(u) ? u : Math.Log(u) * (x / (u - 1));
    }

    public static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    /// <summary>By the series x * sum(2^n x^2n / (2n + 1)!!) * 2 / sqrt(pi) * e^(-x^2), all of whose terms are positive.</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    public static double Phi(double x) => 0.5 * (1 + Erf(x / Math.Sqrt(2)));

    public static double NormalDensity(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>The distance of a float from an exact value, in units in the last place of the exact value rounded to float.</summary>
    public static double Ulps(float actual, double exact)
    {
        float rounded = (float)exact;
        if (float.IsNaN(rounded) || float.IsInfinity(rounded))
        {
            return actual.Equals(rounded) ? 0 : double.PositiveInfinity;
        }

        double unit = Math.Max(Math.ScaleB(1, -149), Math.ScaleB(1, Math.ILogB(Math.Max(Math.Abs(exact), 1e-300)) - 23));
        return Math.Abs(actual - exact) / unit;
    }
}
