using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class NumPyGeneratorTests
{
    public static TheoryData<int> Seeds => RandomGolden.Indices(RandomGolden.NumPy("seeds"));

    public static TheoryData<int> Permutations => RandomGolden.Indices(RandomGolden.NumPy("permutations"));

    public static TheoryData<int> Ranges => RandomGolden.Indices(RandomGolden.NumPy("integers"));

    public static TheoryData<int> Choices => RandomGolden.Indices(RandomGolden.NumPy("choices"));

    public static TheoryData<int> Weighted => RandomGolden.Indices(RandomGolden.NumPy("weighted"));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_seed_of_any_size_gives_numpys_stream(int index)
    {
        JsonElement golden = RandomGolden.NumPy("seeds")[index];
        NumPyGenerator generator = new(BigInteger.Parse(golden.Text("seed"), CultureInfo.InvariantCulture));

        Assert.Equal(golden.Strings("words"), Enumerable.Range(0, 4).Select(_ => generator.NextUInt64().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Strings("doubles"), RandomGolden.Hex([generator.NextDouble(), generator.NextDouble(), generator.NextDouble()]));
        Assert.Equal(golden.Strings("permutation"), Text(generator.Permutation(12)));
    }

    [Theory]
    [MemberData(nameof(Permutations))]
    public void Permutations_equal_numpys(int index)
    {
        JsonElement golden = RandomGolden.NumPy("permutations")[index];
        NumPyGenerator generator = new(golden.GetProperty("seed").GetInt64());

        long[] order = generator.Permutation(golden.Int("n"));

        Assert.Equal(golden.Strings("first10"), Text(order.Take(10)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<long>(order));
        Assert.Equal(golden.Text("next"), Next(generator));
    }

    [Fact]
    public void The_order_of_seed_42_is_the_published_one() =>
        Assert.Equal([5, 6, 0, 7, 3, 2, 4, 9, 1, 8], new NumPyGenerator(42).Permutation(10));

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Bounded_numbers_equal_numpys(int index)
    {
        JsonElement golden = RandomGolden.NumPy("integers")[index];
        NumPyGenerator generator = new(golden.GetProperty("seed").GetInt64());
        long low = long.Parse(golden.Text("low"), CultureInfo.InvariantCulture);
        long high = long.Parse(golden.Text("high"), CultureInfo.InvariantCulture);

        Assert.Equal(golden.Strings("single"), Text(Enumerable.Range(0, 3).Select(_ => generator.Integers(low, high))));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<long>(generator.Integers(low, high, 1001)));
        Assert.Equal(golden.Text("next"), Next(generator));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Choices_equal_numpys(int index)
    {
        JsonElement golden = RandomGolden.NumPy("choices")[index];
        NumPyGenerator generator = new(golden.GetProperty("seed").GetInt64());

        long[] chosen = generator.Choice(golden.Int("n"), golden.Int("size"), golden.GetProperty("replace").GetBoolean());

        Assert.Equal(golden.Strings("first"), Text(chosen.Take(10)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<long>(chosen));
        Assert.Equal(golden.Text("next"), Next(generator));
    }

    [Theory]
    [MemberData(nameof(Weighted))]
    public void Choices_by_probability_equal_numpys(int index)
    {
        JsonElement golden = RandomGolden.NumPy("weighted")[index];
        double[] p = [.. golden.GetProperty("p").EnumerateArray().Select(v => v.GetDouble())];

        long[] chosen = new NumPyGenerator(golden.GetProperty("seed").GetInt64()).Choice(p, golden.Int("size"));

        Assert.Equal(golden.Strings("first"), Text(chosen.Take(10)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<long>(chosen));
    }

    [Fact]
    public void A_half_of_a_draw_waits_through_64_bit_draws()
    {
        JsonElement golden = RandomGolden.NumPy("mixed_seed3");
        NumPyGenerator generator = new(3);

        Assert.Equal(golden[0].GetInt64(), generator.Integers(0, 7));
        Assert.Equal(golden[1].GetString(), RandomGolden.Hex([generator.NextDouble()])[0]);
        Assert.Equal(golden[2].Strings(), Text(generator.Permutation(5)));
        Assert.Equal(golden[3].GetInt64(), generator.Integers(0, 7));
        Assert.Equal(golden[4].Strings(), Text(generator.Permutation<long>([9, 8, 7])));
    }

    [Fact]
    public void Draws_of_the_full_range_equal_numpys()
    {
        NumPyGenerator generator = new(10);

        string[] values = [.. Enumerable.Range(0, 4).Select(_ => (long.MinValue + (Int128)generator.NextUInt64()).ToString(CultureInfo.InvariantCulture))];

        Assert.Equal(RandomGolden.NumPy("integers_full_range_seed10").Strings(), values);
    }

    [Fact]
    public void A_stratified_split_can_be_replayed()
    {
        JsonElement golden = RandomGolden.NumPy("stratified");
        int[] labels = [.. golden.GetProperty("labels").EnumerateArray().Select(l => l.GetInt32())];
        NumPyGenerator generator = new(42);

        // 37, 11 and 52 of 100: 70 rows for training take 25.9, 7.7 and 36.4 of them, then 30 of the rest take 11, 3 and 16.
        int[] trainCounts = [26, 8, 36];
        int[] testCounts = [11, 3, 16];
        List<int> train = [];
        List<int> test = [];
        for (int label = 0; label < 3; label++)
        {
            int[] rows = [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == label)];
            int[] shuffled = [.. generator.Permutation(rows.Length).Select(i => rows[i])];
            train.AddRange(shuffled.Take(trainCounts[label]));
            test.AddRange(shuffled.Skip(trainCounts[label]).Take(testCounts[label]));
        }

        Assert.Equal(golden.Strings("train"), Text(generator.Permutation<int>(train.ToArray()).Select(i => (long)i)));
        Assert.Equal(golden.Strings("test"), Text(generator.Permutation<int>(test.ToArray()).Select(i => (long)i)));
    }

    [Theory]
    [InlineData(0, 5874934615388537135, 2488343231644625808)]
    [InlineData(42, 7138484576005690180, 4047939128787533792)]
    public void The_largest_number_can_be_drawn_too_as_integers_of_0_to_2_to_the_63(long seed, long first, long second)
    {
        NumPyGenerator generator = new(seed);

        Assert.Equal(first, generator.Integers(0, long.MaxValue, endpoint: true));
        Assert.Equal(second, generator.Integers(0, long.MaxValue, endpoint: true));
        Assert.Equal(new NumPyGenerator(seed).Integers(0, 7), new NumPyGenerator(seed).Integers(0, 7, endpoint: false));
        Assert.Equal(3, generator.Integers(3, 3, endpoint: true));
        Assert.Throws<ArgumentException>(() => generator.Integers(4, 3, endpoint: true));
    }

    [Fact]
    public void Impossible_requests_are_refused()
    {
        NumPyGenerator generator = new(1);

        Assert.Throws<ArgumentOutOfRangeException>(() => new NumPyGenerator(-1));
        Assert.Throws<ArgumentException>(() => generator.Integers(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Permutation(-1));
        Assert.Throws<ArgumentException>(() => generator.Choice(3, 4, replace: false));
        Assert.Throws<ArgumentException>(() => generator.Choice(0, 1));
        Assert.Throws<ArgumentException>(() => generator.Choice([0.5, 0.4], 1));
        Assert.Throws<ArgumentException>(() => generator.Choice([1.5, -0.5], 1));
    }

    private static string Next(NumPyGenerator generator) => generator.Integers(0, long.MaxValue).ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Text(IEnumerable<long> values) => values.Select(v => v.ToString(CultureInfo.InvariantCulture));
}
