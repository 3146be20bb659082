using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class InitTests
{
    public static TheoryData<int> Cases => RandomGolden.Indices("init");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Initialisers_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("init")[index];
        Generator generator = golden.SeededGenerator();
        Tensor tensor = Tensor.Zeros(new Shape([.. golden.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())]));

        Fill(golden.Text("name"), tensor, generator, golden.GetProperty("options"));

        Assert.Equal(golden.Strings("first8"), RandomGolden.Hex(tensor.Span[..Math.Min(8, tensor.Length)]));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<float>(tensor.Span));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void A_linear_layers_default_equals_torchs()
    {
        JsonElement golden = RandomGolden.Get("linear_4_3");
        Generator generator = new(42);
        Tensor weight = Tensor.Zeros(new Shape(3, 4));
        Tensor bias = Tensor.Zeros(new Shape(3));

        Init.KaimingUniform(weight, generator, a: Math.Sqrt(5));
        Init.Uniform(bias, generator, -1 / Math.Sqrt(4), 1 / Math.Sqrt(4));

        Assert.Equal(golden.Strings("weight"), RandomGolden.Hex(weight.Span));
        Assert.Equal(golden.Strings("bias"), RandomGolden.Hex(bias.Span));
    }

    [Fact]
    public void Xavier_numbers_are_the_published_ones()
    {
        Tensor weight = Tensor.Zeros(new Shape(2, 3));

        Init.XavierUniform(weight, new Generator(42));

        Assert.Equal(["3f56670f", "3f68c32d", "be83655b", "3f80ce0e", "be75c6be", "3e625b19"], RandomGolden.Hex(weight.Span));
    }

    [Fact]
    public void A_vector_has_no_fans()
    {
        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() =>
            Init.KaimingUniform(Tensor.Zeros(new Shape(3)), new Generator(1)));

        Assert.Contains("at least two axes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bounds_in_the_wrong_order_are_refused() =>
        Assert.Throws<ArgumentException>(() => Init.TruncNormal(Tensor.Zeros(new Shape(3)), new Generator(1), a: 2, b: 1));

    private static void Fill(string name, Tensor tensor, Generator generator, JsonElement options)
    {
        double Option(string key, double otherwise) => options.TryGetProperty(key, out JsonElement value) ? value.GetDouble() : otherwise;
        string Choice(string key, string otherwise) => options.TryGetProperty(key, out JsonElement value) ? value.GetString()! : otherwise;
        FanMode mode = Choice("mode", "fan_in") == "fan_in" ? FanMode.FanIn : FanMode.FanOut;
        Nonlinearity nonlinearity = Enum.Parse<Nonlinearity>(Choice("nonlinearity", "leaky_relu").Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        switch (name)
        {
            case "xavier_uniform":
                Init.XavierUniform(tensor, generator, Option("gain", 1));
                break;
            case "xavier_normal":
                Init.XavierNormal(tensor, generator, Option("gain", 1));
                break;
            case "kaiming_uniform":
                Init.KaimingUniform(tensor, generator, Option("a", 0), mode, nonlinearity);
                break;
            case "kaiming_normal":
                Init.KaimingNormal(tensor, generator, Option("a", 0), mode, nonlinearity);
                break;
            case "trunc_normal":
                Init.TruncNormal(tensor, generator, Option("mean", 0), Option("std", 1), Option("a", -2), Option("b", 2));
                break;
            default:
                throw new ArgumentException(name);
        }
    }
}
