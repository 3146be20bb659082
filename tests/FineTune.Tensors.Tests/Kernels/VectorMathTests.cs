using FineTune.Kernels;
using Xunit.Abstractions;

namespace FineTune.Tensors.Tests.Kernels;

public sealed class VectorMathTests(ITestOutputHelper output)
{
    private delegate void SpanFunction(ReadOnlySpan<float> x, Span<float> y);

    [Fact]
    public void Exp_is_within_1_1_ulp() => AssertWithin(1.1, Functions.Exp, Math.Exp, -110, 92);

    [Fact]
    public void Expm1_is_within_2_ulp() => AssertWithin(2.0, Functions.Expm1, Exact.Expm1, -25, 92);

    [Fact]
    public void Expm1_is_within_2_ulp_near_zero() => AssertWithin(2.0, Functions.Expm1, Exact.Expm1, -1, 1);

    [Fact]
    public void Log_is_within_1_ulp_at_every_order_of_magnitude() => AssertWithin(1.0, Functions.Log, Math.Log, EveryPositiveExponent());

    [Fact]
    public void Log_is_within_1_ulp_near_one() => AssertWithin(1.0, Functions.Log, Math.Log, 0.5, 2);

    [Fact]
    public void Log1p_is_within_2_ulp() => AssertWithin(2.0, Functions.Log1p, Exact.Log1p, EveryPositiveExponent());

    [Fact]
    public void Log1p_is_within_2_ulp_down_to_minus_one() => AssertWithin(2.0, Functions.Log1p, Exact.Log1p, -0.9999999, 2);

    [Fact]
    public void Tanh_is_within_2_ulp() => AssertWithin(2.0, Functions.Tanh, Math.Tanh, -12, 12);

    [Fact]
    public void Tanh_is_within_2_ulp_at_every_order_of_magnitude() => AssertWithin(2.0, Functions.Tanh, Math.Tanh, EveryPositiveExponent());

    [Fact]
    public void Sigmoid_is_within_2_ulp() => AssertWithin(2.0, Functions.Sigmoid, Exact.Sigmoid, -110, 30);

    [Fact]
    public void Erf_is_within_2_ulp() => AssertWithin(2.0, Functions.Erf, Exact.Erf, -5, 5);

    [Fact]
    public void Erf_is_within_2_ulp_near_zero() => AssertWithin(2.0, Functions.Erf, Exact.Erf, -1e-3, 1e-3);

    [Fact]
    public void Gelu_is_within_1_5e_minus_7_times_the_size_of_x()
    {
        float[] x = Range(-12, 12);
        float[] y = new float[x.Length];

        Gelu.Forward(x, y);

        AssertMax(1.5e-7, x.Select((value, i) => Math.Abs(y[i] - (value * Exact.Phi(value))) / Math.Max(1, Math.Abs(value))));
    }

    [Fact]
    public void Gelu_has_a_gradient_within_2e_minus_7()
    {
        float[] x = Range(-12, 12);
        float[] dx = new float[x.Length];

        Gelu.Backward(x, [.. x.Select(_ => 1f)], dx, accumulate: false);

        AssertMax(2e-7, x.Select((value, i) => Math.Abs(dx[i] - (Exact.Phi(value) + (value * Exact.NormalDensity(value))))));
    }

    [Theory]
    [InlineData("Exp")]
    [InlineData("Expm1")]
    [InlineData("Log")]
    [InlineData("Log1p")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Erf")]
    [InlineData("Gelu")]
    public void All_widths_agree_bit_for_bit(string name)
    {
        float[] x = [.. SpecialValues(), .. Range(-110, 110), .. EveryPositiveExponent()];
        SpanFunction function = Named(name);

        Widths.AssertAgree(() => Apply(function, x));
    }

    [Theory]
    [InlineData("Exp", new[] { float.NaN, 0f, float.PositiveInfinity, 0f, float.PositiveInfinity, 1f })]
    [InlineData("Expm1", new[] { float.NaN, -1f, float.PositiveInfinity, -1f, float.PositiveInfinity, 0f })]
    [InlineData("Log", new[] { float.NaN, float.NaN, float.PositiveInfinity, float.NaN, 88.722839f, float.NegativeInfinity })]
    [InlineData("Log1p", new[] { float.NaN, float.NaN, float.PositiveInfinity, float.NaN, 88.722839f, 0f })]
    [InlineData("Tanh", new[] { float.NaN, -1f, 1f, -1f, 1f, 0f })]
    [InlineData("Sigmoid", new[] { float.NaN, 0f, 1f, 0f, 1f, 0.5f })]
    [InlineData("Erf", new[] { float.NaN, -1f, 1f, -1f, 1f, 0f })]
    public void Limits_are_reached(string name, float[] expected)
    {
        float[] x = [float.NaN, float.NegativeInfinity, float.PositiveInfinity, float.MinValue, float.MaxValue, 0f];

        Assert.Equal(expected, Apply(Named(name), x));
    }

    [Fact]
    public void The_bits_are_the_same_on_every_processor()
    {
        float[] x = [.. Range(-90, 90, 5_003), .. Range(-4, 4, 5_003)];
        string[] names = ["Exp", "Expm1", "Log", "Log1p", "Tanh", "Sigmoid", "Erf", "Gelu"];
        float[] slopes = new float[x.Length];
        Gelu.Backward(x, x, slopes, accumulate: false);

        ulong hash = Hash([.. names.SelectMany(name => Apply(Named(name), x)), .. slopes]);

        Assert.Equal("8518b59ffdbd855c", hash.ToString("x"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(33)]
    [InlineData(50_001)]
    public void Working_in_place_gives_what_working_apart_gives(int length)
    {
        float[] x = Range(-3, 3).AsSpan(0, length).ToArray();
        float[] expected = Apply(Functions.Exp, x);

        Functions.Exp(x, x);

        Assert.Equal(expected, x);
    }

    [Fact]
    public void Threads_do_not_change_the_bits() => Widths.AssertThreadsAgree(() => Apply(Gelu.Forward, Range(-7, 9)));

    private static SpanFunction Named(string name) => name switch
    {
        "Exp" => Functions.Exp,
        "Expm1" => Functions.Expm1,
        "Log" => Functions.Log,
        "Log1p" => Functions.Log1p,
        "Tanh" => Functions.Tanh,
        "Sigmoid" => Functions.Sigmoid,
        "Erf" => Functions.Erf,
        _ => Gelu.Forward,
    };

    private static float[] Apply(SpanFunction function, float[] x)
    {
        float[] y = new float[x.Length];
        function(x, y);
        return y;
    }

    private static float[] Range(double from, double to, int count = 60_003) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(from + ((to - from) * i / (count - 1))))];

    private static float[] EveryPositiveExponent() =>
        [.. Enumerable.Range(0, 0x7F800000 / 40009).Select(i => BitConverter.Int32BitsToSingle(i * 40009))];

    private static ulong Hash(float[] values)
    {
        ulong hash = 14695981039346656037;
        foreach (float value in values)
        {
            hash = (hash ^ (float.IsNaN(value) ? 0x7FC00000 : BitConverter.SingleToUInt32Bits(value))) * 1099511628211;
        }

        return hash;
    }

    private static float[] SpecialValues() =>
    [
        0f, -0f, 1f, -1f, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.NaN,
        float.PositiveInfinity, float.NegativeInfinity, 88.72284f, 88.7229f, -87.4f, -103.9f, -104f, 0.93f, 0.92999995f, 5.4f, 13.1f,
    ];

    private void AssertWithin(double ulps, SpanFunction function, Func<double, double> exact, double from, double to) =>
        AssertWithin(ulps, function, exact, Range(from, to));

    private void AssertWithin(double ulps, SpanFunction function, Func<double, double> exact, float[] x)
    {
        float[] y = Apply(function, x);

        AssertMax(ulps, x.Select((value, i) => Exact.Ulps(y[i], exact(value))));
    }

    private void AssertMax(double bound, IEnumerable<double> errors)
    {
        double max = errors.Max();
        output.WriteLine($"largest error {max:G4}, allowed {bound:G4}");
        Assert.True(max <= bound, $"the largest error is {max:G4}, allowed are {bound:G4}");
    }
}
