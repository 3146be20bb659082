using System.Runtime.InteropServices;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class BernoulliTests
{
    private const string Keep256 =
        "11111100111111111111111111011111111111110111011111111110111111111111111011111111111110111101110111101111111111111111010111111111" +
        "11111110111111111111111111111111101101001110111111111111111111111111111111110111111111111111111111110111111111011111110110111111";

    public static TheoryData<int> Cases => RandomGolden.Indices("bernoulli");

    public static TheoryData<int> RowCases => RandomGolden.Indices("bernoulli_rows");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Flips_with_one_probability_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("bernoulli")[index];
        Generator generator = golden.SeededGenerator();
        float[] values = new float[golden.Int("count")];

        generator.Bernoulli(values, golden.Double("p"));

        Assert.Equal(golden.Int("ones"), values.Count(v => v == 1));
        Assert.Equal(golden.Text("bits"), RandomGolden.BitsSha(values));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Theory]
    [MemberData(nameof(RowCases))]
    public void Rows_of_bits_equal_torchs_wherever_in_the_stream_they_begin(int index)
    {
        JsonElement golden = RandomGolden.Get("bernoulli_rows")[index];
        Generator generator = golden.SeededGenerator();
        if (golden.GetProperty("odd").GetBoolean())
        {
            _ = generator.Random32();
        }

        int[] lengths = [.. Enumerable.Range(0, 2000).Select(i => 8 + (i * 37 % 300)), 3072, 1536, 384, 1, 2, 15, 16, 17, 31, 312, 313, 624, 625, 1248];
        MemoryStream packed = new();
        ushort[] bits = new ushort[3072 / 16];
        foreach (int length in lengths)
        {
            generator.BernoulliBits(0.9, length, bits);
            int bytes = 2 * ((length + 15) / 16);
            packed.Write(MemoryMarshal.AsBytes(bits.AsSpan())[..bytes]);
        }

        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<byte>(packed.ToArray()));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.5)]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(1.0 / (1 << 21))]
    [InlineData(5e-324)]
    public void Bits_equal_comparing_doubles_one_by_one(double p)
    {
        Generator fast = new(11);
        Generator plain = new(11);
        ushort[] bits = new ushort[64];

        for (int count = 0; count <= 1000; count++)
        {
            Array.Fill(bits, ushort.MaxValue);
            fast.BernoulliBits(p, count, bits);

            ushort[] expected = new ushort[(count + 15) / 16];
            for (int i = 0; i < count; i++)
            {
                expected[i >> 4] |= (ushort)((plain.NextDouble() < p ? 1 : 0) << (i & 15));
            }

            Assert.Equal(expected, bits[..expected.Length]);
        }

        Assert.Equal(plain.GetState(), fast.GetState());
    }

    [Fact]
    public void A_tie_in_the_first_word_is_decided_by_the_second()
    {
        Generator probe = new(8);
        double[] drawn = [.. Enumerable.Range(0, 3000).Select(_ => probe.NextDouble())];
        ushort[] bits = new ushort[188];

        // Thresholds on a number itself, and half a step above it: the high words are equal, the low ones decide.
        for (int i = 0; i < drawn.Length; i += 7)
        {
            new Generator(8).BernoulliBits(drawn[i], drawn.Length, bits);
            Assert.Equal(0, (bits[i >> 4] >> (i & 15)) & 1);

            new Generator(8).BernoulliBits(drawn[i] + (1.0 / (1L << 53)), drawn.Length, bits);
            Assert.Equal(1, (bits[i >> 4] >> (i & 15)) & 1);
        }
    }

    [Fact]
    public void Dropout_masks_are_the_published_ones()
    {
        float[] half = new float[36];
        float[] tenth = new float[256];

        new Generator(123).Bernoulli(half, 0.5);
        new Generator(42).Bernoulli(tenth, 1 - 0.1);

        Assert.Equal("110110000101111101011001010101011110", Text(half));
        Assert.Equal(Keep256, Text(tenth));
    }

    [Fact]
    public void Flips_with_a_probability_each_take_one_draw()
    {
        Tensor probabilities = Tensor.Full(new Shape(64), 0.15f);

        Tensor result = new Generator(42).Bernoulli(probabilities);

        Assert.Equal(RandomGolden.Get("bernoulli_tensor_float_p0.15_64").GetString(), Text(result.ToArray()));
    }

    [Fact]
    public void Flips_with_rising_probabilities_equal_torchs()
    {
        JsonElement golden = RandomGolden.Get("bernoulli_tensor_ramp");
        Generator generator = new(42);
        float[] ramp = [.. Enumerable.Range(0, 1001).Select(i => i / 1000f)];

        generator.Bernoulli(ramp, ramp);

        Assert.Equal(golden.Text("bits"), RandomGolden.BitsSha(ramp));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void What_is_no_probability_is_refused(double p)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).Bernoulli(new float[4], p));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).BernoulliBits(p, 4, new ushort[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).Bernoulli([0.5f, (float)p], new float[2]));
    }

    [Fact]
    public void Too_few_bits_are_refused() =>
        Assert.Throws<ArgumentException>(() => new Generator(1).BernoulliBits(0.5, 17, new ushort[1]));

    private static string Text(float[] mask) => string.Concat(mask.Select(m => m == 1 ? '1' : '0'));
}
