using System.Text.Json;
using FineTune.Kernels;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class NormalTests
{
    public static TheoryData<int> Cases => RandomGolden.Indices("normal");

    public static TheoryData<int> DoubleCases => RandomGolden.Indices("normal_double");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Normal_numbers_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("normal")[index];
        Generator generator = golden.SeededGenerator();
        float[] values = new float[golden.Int("count")];

        generator.Normal(values, golden.Double("mean"), golden.Double("std"));

        Assert.Equal(golden.Strings("first"), RandomGolden.Hex(values.AsSpan(0, Math.Min(32, values.Length))));
        Assert.Equal(golden.Strings("last4"), RandomGolden.Hex(values.AsSpan()[^Math.Min(4, values.Length)..]));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<float>(values));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
        Assert.Equal(golden.Strings("next"), RandomGolden.Hex([generator.NextFloat()]));
    }

    [Fact]
    public void The_second_of_a_pair_waits_through_other_draws()
    {
        JsonElement golden = RandomGolden.Get("cached_normal");
        Generator generator = new(99);

        Assert.Equal(golden.Strings("first"), RandomGolden.Hex(Draw(generator, 3)));
        Assert.Equal(golden.Strings("between"), RandomGolden.Hex([generator.NextFloat(), generator.NextFloat()]));
        Assert.Equal(golden.Strings("middle"), RandomGolden.Hex(Draw(generator, 20)));
        Assert.Equal(golden.Strings("second"), RandomGolden.Hex(Draw(generator, 4, 1, 2)));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Theory]
    [MemberData(nameof(DoubleCases))]
    public void Normal_doubles_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("normal_double")[index];
        Generator generator = golden.SeededGenerator();

        double[] values = new double[golden.Int("count")];
        foreach (ref double value in values.AsSpan())
        {
            value = generator.NextNormal(golden.Double("mean"), golden.Double("std"));
        }

        Assert.Equal(golden.Strings("first"), RandomGolden.Hex(values.AsSpan(0, Math.Min(15, values.Length))));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<double>(values));
    }

    [Fact]
    public void One_by_one_normals_equal_those_of_torchs_strided_tensors()
    {
        JsonElement golden = RandomGolden.Get("normal_strided_100000_seed17");
        Generator generator = new(17);

        float[] values = [.. Enumerable.Range(0, 100_000).Select(_ => (float)generator.NextNormal(0.1, 0.7))];

        Assert.Equal(golden.Strings("first8"), RandomGolden.Hex(values.AsSpan(0, 8)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<float>(values));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void Log1p_equals_the_reference_librarys_bit_for_bit()
    {
        JsonElement golden = RandomGolden.Get("log1p");

        double[] values = [.. golden.Doubles("x").Select(Log1p.Of)];

        Assert.Equal(golden.Strings("y"), RandomGolden.Hex(values));

        double[] fractions = [.. Enumerable.Range(1, 100_002).Select(i => Log1p.Of(-i / 100_003.0))];
        Assert.Equal(RandomGolden.Get("log1p_sha").GetString(), RandomGolden.Sha<double>(fractions));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void A_negative_standard_deviation_is_refused(double std)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).Normal(new float[4], 0, std));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).Normal(new float[40], 0, std));
    }

    [Fact]
    public void A_tensor_is_filled_like_a_span()
    {
        Tensor tensor = Tensor.Zeros(new Shape(3, 7));
        float[] values = new float[21];

        new Generator(6).Normal(tensor, 1, 2);
        new Generator(6).Normal(values, 1, 2);

        Assert.Equal(values, tensor.ToArray());
    }

    private static float[] Draw(Generator generator, int count, double mean = 0, double std = 1)
    {
        float[] values = new float[count];
        generator.Normal(values, mean, std);
        return values;
    }
}
