using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class GeneratorStreamTests
{
    public static TheoryData<int> Seeds => RandomGolden.Indices("seeds");

    [Fact]
    public void Seed_42_gives_the_published_words()
    {
        Generator generator = new(42);

        uint[] words = [.. Enumerable.Range(0, 8).Select(_ => generator.Random32())];

        Assert.Equal([1608637542, 3421126067, 4083286876, 787846414, 3143890026, 3348747335, 2571218620, 2563451924], words);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seed_of_any_64_bits_gives_torchs_stream_and_state(int index)
    {
        JsonElement golden = RandomGolden.Get("seeds")[index];
        BigInteger seed = BigInteger.Parse(golden.Text("seed"), CultureInfo.InvariantCulture);

        Generator generator = seed.Sign < 0 ? new((long)seed) : new((ulong)seed);

        Assert.Equal(golden.Text("initial_seed"), generator.InitialSeed.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(golden.Text("fresh_state_sha"), RandomGolden.StateSha(generator));
        Assert.Equal(golden.Strings("rand5"), RandomGolden.Hex([.. Enumerable.Range(0, 5).Select(_ => generator.NextFloat())]));
    }

    [Fact]
    public void Seeding_again_starts_the_same_stream_and_forgets_the_cached_normal()
    {
        Generator generator = new(1);
        _ = generator.NextNormal();

        generator.ManualSeed(42);

        Assert.Equal(new Generator(42).GetState(), generator.GetState());
    }

    [Fact]
    public void A_64_bit_draw_takes_its_high_half_first()
    {
        Generator generator = new(42);

        Assert.Equal((1608637542UL << 32) | 3421126067, generator.Random64());
    }

    [Fact]
    public void A_million_floats_equal_torchs()
    {
        JsonElement golden = RandomGolden.Get("rand_1000003_seed42");
        Generator generator = new(42);
        float[] values = new float[1_000_003];

        generator.Uniform(values);

        Assert.Equal(golden.Strings("last4"), RandomGolden.Hex(values.AsSpan()[^4..]));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<float>(values));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void Doubles_equal_torchs()
    {
        JsonElement golden = RandomGolden.Get("rand_double_100001_seed7");
        Generator generator = new(7);

        double[] values = [.. Enumerable.Range(0, 100_001).Select(_ => generator.NextDouble())];

        Assert.Equal(golden.Strings("last4"), RandomGolden.Hex(values.AsSpan()[^4..]));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<double>(values));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void The_first_doubles_of_seed_42_are_the_published_ones()
    {
        Generator generator = new(42);

        double[] values = [.. Enumerable.Range(0, 4).Select(_ => generator.NextDouble())];

        Assert.Equal([0.05815448596142969, 0.06291016742457756, 0.12358607277440903, 0.05258016436107704], values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(623)]
    [InlineData(624)]
    [InlineData(625)]
    [InlineData(2495)]
    [InlineData(2496)]
    [InlineData(2497)]
    [InlineData(1_000_003)]
    public void Discarding_words_is_the_same_as_drawing_them(int count)
    {
        Generator drawn = new(5);
        Generator discarded = new(5);
        _ = drawn.Random32();
        _ = discarded.Random32();

        for (int i = 0; i < count; i++)
        {
            _ = drawn.Random32();
        }

        discarded.Discard(count);

        Assert.Equal(drawn.GetState(), discarded.GetState());
        Assert.Equal(drawn.Random64(), discarded.Random64());
    }

    [Fact]
    public void Filling_in_pieces_is_the_same_as_filling_at_once()
    {
        float[] once = new float[10_000];
        float[] pieces = new float[10_000];
        new Generator(3).Uniform(once);
        Generator generator = new(3);

        for (int start = 0, length = 1; start < pieces.Length; start += length, length = (length * 3 % 700) + 1)
        {
            length = Math.Min(length, pieces.Length - start);
            generator.Uniform(pieces.AsSpan(start, length));
        }

        Assert.Equal(once, pieces);
    }

    [Fact]
    public void The_default_stream_of_a_run_equals_torchs()
    {
        JsonElement golden = RandomGolden.Get("trace_seed42");
        Generator generator = new(42);

        Assert.Equal(golden.Text("base_seed1"), generator.NextInt64().ToString(CultureInfo.InvariantCulture));
        Assert.Equal(golden.Text("drop64"), Mask(generator, 64));
        Assert.Equal(golden.Text("base_seed2"), generator.NextInt64().ToString(CultureInfo.InvariantCulture));
        Assert.Equal(golden.Text("drop16"), Mask(generator, 16));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void After_a_fresh_head_was_drawn_the_stream_equals_torchs()
    {
        Generator generator = new(42);
        generator.Normal(new float[2 * 768], 0, 0.02);

        Assert.Equal(6310294457146717301, generator.NextInt64());
        Assert.Equal("0111111111111100110111111110111111111111001111101111111111111011", Mask(generator, 64));
        Assert.Equal(3253765619889188888, generator.NextInt64());
        Assert.Equal("1011111011111111", Mask(generator, 16));
        Assert.Equal(288091276u, generator.Random32());
    }

    private static string Mask(Generator generator, int length)
    {
        float[] mask = new float[length];
        generator.Bernoulli(mask, 0.9);
        return string.Concat(mask.Select(m => m == 1 ? '1' : '0'));
    }
}
