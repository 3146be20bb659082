using System.Globalization;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class IntegerTests
{
    public static TheoryData<int> Permutations => RandomGolden.Indices("randperm");

    public static TheoryData<int> Ranges => RandomGolden.Indices("random");

    [Theory]
    [MemberData(nameof(Permutations))]
    public void Permutations_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("randperm")[index];
        Generator generator = golden.SeededGenerator();

        long[] order = generator.RandPerm(golden.Int("n"));

        Assert.Equal(golden.Strings("first10"), order.Take(10).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Strings("last10"), order.TakeLast(10).Select(i => i.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<long>(order));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Theory]
    [InlineData(42, new long[] { 2, 6, 1, 8, 4, 5, 0, 9, 3, 7 })]
    [InlineData(43, new long[] { 8, 4, 9, 0, 5, 1, 6, 7, 2, 3 })]
    [InlineData(44, new long[] { 2, 6, 3, 8, 7, 9, 1, 4, 5, 0 })]
    public void The_order_of_an_epoch_is_the_published_one(int seed, long[] order) => Assert.Equal(order, new Generator(seed).RandPerm(10));

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Bounded_numbers_equal_torchs(int index)
    {
        JsonElement golden = RandomGolden.Get("random")[index];
        Generator generator = golden.SeededGenerator();
        long from = long.Parse(golden.Text("from"), CultureInfo.InvariantCulture);
        long to = long.Parse(golden.Text("to"), CultureInfo.InvariantCulture);

        LongTensor values = generator.RandInt(from, to, new Shape(7, 143));

        Assert.Equal(golden.Strings("first4"), values.ToArray().Take(4).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<long>(values.Span));
        Assert.Equal(golden.Text("state"), RandomGolden.StateSha(generator));
    }

    [Fact]
    public void Token_ids_are_the_published_ones() =>
        Assert.Equal([6054, 6653, 23194, 12550, 1938, 26105, 14818, 710], new Generator(42).RandInt(0, 30522, new Shape(8)).ToArray());

    [Fact]
    public void The_base_seed_of_a_data_loader_is_the_published_one() => Assert.Equal(6909045637428952499, new Generator(42).NextInt64());

    [Fact]
    public void Unbounded_numbers_equal_torchs()
    {
        long[] values = new long[4];

        new Generator(42).Random(values);

        Assert.Equal(RandomGolden.Get("random_int64_seed42").Strings(), values.Select(v => v.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Draws_of_the_full_range_are_64_bit_draws()
    {
        Generator generator = new(42);

        string[] values = [.. Enumerable.Range(0, 4).Select(_ => ((long)generator.Random64()).ToString(CultureInfo.InvariantCulture))];

        Assert.Equal(RandomGolden.Get("random_full_range_seed42").Strings(), values);
    }

    [Fact]
    public void Whole_floats_equal_torchs()
    {
        Tensor unbounded = Tensor.Zeros(new Shape(6));
        Tensor bounded = Tensor.Zeros(new Shape(6));

        new Generator(42).Random(unbounded);
        new Generator(42).Random(bounded, 0, 10);

        Assert.Equal(RandomGolden.Get("random_float_seed42").Strings(), RandomGolden.Hex(unbounded.Span));
        Assert.Equal(RandomGolden.Get("random_float_0_10_seed42").Strings(), RandomGolden.Hex(bounded.Span));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 4)]
    public void An_empty_range_is_refused(long from, long to)
    {
        Assert.Throws<ArgumentException>(() => new Generator(1).RandInt(from, to, new Shape(1)));
        Assert.Throws<ArgumentException>(() => new Generator(1).Random(Tensor.Zeros(new Shape(1)), from, to));
    }

    [Fact]
    public void A_negative_length_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1).RandPerm(-1));
}
