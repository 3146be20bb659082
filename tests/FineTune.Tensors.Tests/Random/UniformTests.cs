using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class UniformTests
{
    public static TheoryData<int> Cases => RandomGolden.Indices("uniform");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Uniform_numbers_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("uniform")[index];
        float[] values = new float[golden.Int("count")];

        golden.SeededGenerator().Uniform(values, golden.Double("from"), golden.Double("to"));

        Assert.Equal(golden.Strings("first4"), RandomGolden.Hex(values.AsSpan(0, 4)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<float>(values));
    }

    [Fact]
    public void The_fused_form_gives_the_published_values()
    {
        float[] values = new float[6];

        new Generator(42).Uniform(values, -0.1, 0.1);

        Assert.Equal(["3d9c93d7", "3da9fc52", "bcbfea80", "3dbc21b0", "bcb37d5a", "3ca54e93"], RandomGolden.Hex(values));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(double.NaN, 1)]
    [InlineData(0, double.PositiveInfinity)]
    [InlineData(-3e38, 3e38)]
    public void An_impossible_interval_is_refused(double from, double to) =>
        Assert.Throws<ArgumentException>(() => new Generator(1).Uniform(new float[1], from, to));
}
