using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FineTune.Tensors.Tests.RandomNumbers;

public sealed class LegacyStateTests
{
    public static TheoryData<int> PythonSeeds => RandomGolden.Indices(RandomGolden.NumPy("python_states"));

    public static TheoryData<int> NumPySeeds => RandomGolden.Indices(RandomGolden.NumPy("numpy_states"));

    [Theory]
    [MemberData(nameof(PythonSeeds))]
    public void Pythons_state_after_seeding_equals_pythons(int index)
    {
        JsonElement golden = RandomGolden.NumPy("python_states")[index];

        PythonRandomState state = PythonRandomState.FromSeed(BigInteger.Parse(golden.Text("seed"), CultureInfo.InvariantCulture));

        Assert.Equal(golden.Strings("first3"), state.Words.Take(3).Select(w => w.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<uint>(state.Words.ToArray()));
        Assert.Equal(golden.Int("position"), state.Position);
        Assert.Null(state.GaussNext);
    }

    [Theory]
    [MemberData(nameof(NumPySeeds))]
    public void NumPys_state_after_seeding_equals_numpys(int index)
    {
        JsonElement golden = RandomGolden.NumPy("numpy_states")[index];

        NumPyRandomState state = NumPyRandomState.FromSeed(golden.GetProperty("seed").GetInt64());

        Assert.Equal(golden.Strings("first3"), state.Words.Take(3).Select(w => w.ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(golden.Text("sha"), RandomGolden.Sha<uint>(state.Words.ToArray()));
        Assert.Equal(golden.Int("position"), state.Position);
        Assert.False(state.HasGauss);
        Assert.Equal(0, state.CachedGaussian);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1L << 32)]
    public void NumPy_refuses_a_seed_that_does_not_fit_32_bits(long seed) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NumPyRandomState.FromSeed(seed));

    [Fact]
    public void A_state_of_another_length_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PythonRandomState(new uint[623], 1, null));
        Assert.Throws<ArgumentException>(() => new NumPyRandomState(new uint[624], 625, false, 0));
    }
}
