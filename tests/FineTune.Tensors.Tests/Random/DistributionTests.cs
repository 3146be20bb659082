using System.Globalization;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class DistributionTests
{
    public static TheoryData<int> Exponentials => RandomGolden.Indices("exponential");

    public static TheoryData<int> Multinomials => RandomGolden.Indices("multinomial");

    [Theory]
    [MemberData(nameof(Exponentials))]
    public void Exponential_numbers_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("exponential")[index];
        Generator generator = golden.SeededGenerator();
        float[] values = new float[golden.Int("count")];

        generator.Exponential(values, golden.Double("lambda"));

        Assert.Equal(golden.Strings("first"), RandomGolden.Hex(values.AsSpan(0, 5)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<float>(values));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void Exponential_doubles_equal_torchs()
    {
        JsonElement golden = RandomGolden.Get("exponential_double_2000_seed5");
        Generator generator = new(5);

        double[] values = [.. Enumerable.Range(0, 2000).Select(_ => generator.NextExponential())];

        Assert.Equal(golden.Strings("first"), RandomGolden.Hex(values.AsSpan(0, 5)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<double>(values));
    }

    [Theory]
    [MemberData(nameof(Multinomials))]
    public void Draws_by_weight_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("multinomial")[index];
        Generator generator = golden.SeededGenerator();
        float[] weights = [.. golden.GetProperty("weights").EnumerateArray().Select(w => w.GetSingle())];
        int rows = golden.Int("rows");
        Tensor tensor = Tensor.From(weights, rows == 1 ? new Shape(weights.Length) : new Shape(rows, weights.Length / rows));

        LongTensor result = generator.Multinomial(tensor, golden.Int("num_samples"), golden.GetProperty("replacement").GetBoolean());

        Assert.Equal(golden.Strings("result"), result.ToArray().Select(i => i.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void Draws_by_weight_with_replacement_are_the_published_ones() =>
        Assert.Equal([0, 0, 1, 0, 2, 2, 3, 3, 0, 1], new Generator(42).Multinomial([0.1f, 0.2f, 0.3f, 0.4f], 10, replacement: true));

    [Theory]
    [InlineData(new float[] { 1, -1 }, 1, true, "weight -1")]
    [InlineData(new float[] { 1, float.NaN }, 1, true, "weight NaN")]
    [InlineData(new float[] { 0, 0 }, 1, true, "all zero")]
    [InlineData(new float[] { 1, 1 }, 3, false, "3 samples of 2 categories without replacement")]
    [InlineData(new float[] { 1, 1 }, 0, true, "0 samples")]
    public void Impossible_draws_are_refused(float[] weights, int count, bool replacement, string advice)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new Generator(1).Multinomial(weights, count, replacement));

        Assert.Contains(advice, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rate_must_be_positive() => Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).NextExponential(0));
}
