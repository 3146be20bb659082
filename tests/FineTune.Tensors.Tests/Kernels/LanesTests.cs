using System.Runtime.CompilerServices;
using FineTune.Kernels;

namespace FineTune.Tensors.Tests.Kernels;

public sealed class LanesTests
{
    private static readonly float[] Awkward =
    [
        0f, -0f, 1f, -1f, 1.5f, -2.25f, 3e-39f, -1e-45f, 1e38f, -3.4e38f, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        0.1f, 16777217f, 1f / 3, -7e-20f, 12345.678f,
    ];

    [Fact]
    public void The_width_in_force_is_that_of_the_processor_or_of_the_switches_in_the_environment()
    {
        int expected = Environment.GetEnvironmentVariable("DOTNET_EnableHWIntrinsic") == "0" ? 1
            : Environment.GetEnvironmentVariable("DOTNET_EnableAVX2") == "0" ? 4
            : Environment.GetEnvironmentVariable("DOTNET_EnableAVX512") == "0" ? 8
            : LaneWidth.Widest;

        Assert.Equal(Math.Min(expected, LaneWidth.Widest), LaneWidth.Widest);
        Assert.Contains(LaneWidth.Widest, new[] { 1, 4, 8, 16 });
    }

    [Fact]
    public void Every_operation_gives_the_same_bits_at_every_width()
    {
        float[] expected = AllPairs<Lanes1>();

        Widths.AssertSameBits(expected, AllPairs<Twice<Lanes1>>(), "twice 1");
        Widths.AssertSameBits(expected, AllPairs<Lanes4>(), "4");
        Widths.AssertSameBits(expected, AllPairs<Lanes8>(), "8");
        Widths.AssertSameBits(expected, AllPairs<Lanes16>(), "16");
    }

    [Fact]
    public void The_fused_multiply_add_of_processors_without_one_is_exact()
    {
        System.Random random = new(1);
        for (int i = 0; i < 4_000; i++)
        {
            float[] values = [.. Enumerable.Range(0, 12).Select(_ => BitConverter.Int32BitsToSingle(random.Next()))];
            System.Runtime.Intrinsics.Vector128<float> result = SoftwareFma.Compute(
                System.Runtime.Intrinsics.Vector128.Create(values, 0),
                System.Runtime.Intrinsics.Vector128.Create(values, 4),
                System.Runtime.Intrinsics.Vector128.Create(values, 8));
            float[] expected = [.. Enumerable.Range(0, 4).Select(k => MathF.FusedMultiplyAdd(values[k], values[k + 4], values[k + 8]))];
            Widths.AssertSameBits(expected, [result[0], result[1], result[2], result[3]], string.Join(" ", values));
        }
    }

    [Fact]
    public void The_fused_multiply_add_without_hardware_rounds_halfway_cases_once()
    {
        // 1 + 2^-24 + 2^-60 is just above the middle of two floats: adding in double precision first would round it down to the middle.
        float[] left = [1f, MathF.ScaleB(1, -60), 1f + MathF.ScaleB(1, -12), -1f];
        float[] right = [MathF.ScaleB(1, -24), 1f, 1f + MathF.ScaleB(1, -12), MathF.ScaleB(1, -24)];
        float[] addend = [1f + MathF.ScaleB(1, -23), 1f, MathF.ScaleB(1, -40), 1f];
        System.Runtime.Intrinsics.Vector128<float> result = SoftwareFma.Compute(
            System.Runtime.Intrinsics.Vector128.Create(left), System.Runtime.Intrinsics.Vector128.Create(right), System.Runtime.Intrinsics.Vector128.Create(addend));

        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(MathF.FusedMultiplyAdd(left[i], right[i], addend[i]), result[i]);
        }
    }

    [Fact]
    public void Halves_of_numbers_are_read_and_written_at_every_width()
    {
        AssertHalves<Lanes1>();
        AssertHalves<Twice<Lanes1>>();
        AssertHalves<Lanes4>();
        AssertHalves<Lanes8>();
        AssertHalves<Lanes16>();
    }

    [Fact]
    public void Masks_come_from_bits_lane_by_lane()
    {
        float[] lanes = new float[16];

        Lanes16.Select(Lanes16.MaskFromBits(0b1000_0000_0101_0001), Lanes16.Broadcast(1), Lanes16.Broadcast(2)).Store(ref lanes[0]);

        Assert.Equal([1f, 2, 2, 2, 1, 2, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1], lanes);
    }

    [Fact]
    public void Minimum_and_maximum_take_the_second_of_two_zeros_and_of_NaN()
    {
        Assert.Equal(-0f, Lanes1.Max(Lanes1.Broadcast(0f), Lanes1.Broadcast(-0f)).Sum());
        Assert.Equal(3f, Lanes1.Min(Lanes1.Broadcast(float.NaN), Lanes1.Broadcast(3f)).Sum());
        Assert.True(float.IsNaN(Lanes1.Max(Lanes1.Broadcast(3f), Lanes1.Broadcast(float.NaN)).Sum()));
    }

    private static void AssertHalves<V>()
        where V : struct, ILanes<V>
    {
        ushort[] halves = [.. Enumerable.Range(0, 17).Select(i => (ushort)(i * 4321 ^ 0x8000))], written = new ushort[17];
        float[] numbers = new float[16];

        V read = V.LoadHalves(ref halves[1]);
        read.Store(ref numbers[0]);
        (V.ShiftLeft(read, 16) | V.BroadcastBits(0xFFFF)).StoreUpperHalves(ref written[1]);

        for (int i = 0; i < 16; i++)
        {
            Assert.Equal(i < V.Count ? halves[i + 1] : 0, BitConverter.SingleToInt32Bits(numbers[i]));
            Assert.Equal(i < V.Count ? halves[i + 1] : 0, written[i + 1]);
        }
    }

    private static float[] AllPairs<V>()
        where V : struct, ILanes<V>
    {
        List<float> results = [];
        foreach (float second in Awkward)
        {
            for (int i = 0; i < Awkward.Length; i++)
            {
                float[] padded = new float[16];
                Array.Fill(padded, Awkward[i]);
                V x = V.Load(ref padded[0]);
                V y = V.Broadcast(second);
                foreach (V result in Results(x, y))
                {
                    float[] lanes = new float[16];
                    result.Store(ref lanes[0]);
                    results.Add(lanes[0]);
                    Assert.Equal(BitConverter.SingleToInt32Bits(lanes[0]), BitConverter.SingleToInt32Bits(lanes[V.Count - 1]));
                }
            }
        }

        return [.. results];
    }

    private static V[] Results<V>(V x, V y)
        where V : struct, ILanes<V>
    {
        V one = V.Broadcast(1f);
        V half = V.Broadcast(0.75f);
        return
        [
            x + y, x - y, x * y, x / y, -x, V.Fma(x, y, half), V.Min(x, y), V.Max(x, y), V.Abs(x), V.Sqrt(x),
            V.Select(x < y, one, half), V.Select(x > y, one, half), V.Select(x <= y, one, half), V.Select(x >= y, one, half),
            V.Select(V.Equal(x, y), one, half), one & (x < y), one | (x > y), one ^ (x >= y),
            V.BitsToFloat(x), V.BitsToFloat(V.AddBits(x, y)), V.BitsToFloat(V.SubtractBits(x, y)), V.BitsToFloat(V.ShiftLeft(x, 3)),
            V.BitsToFloat(V.ShiftRightArithmetic(x, 3)), V.Scale(half, V.Broadcast(-149f)), V.Scale(half, V.Broadcast(-150f)),
            V.Scale(-half, V.Broadcast(128f)), V.Scale(one + one, V.Broadcast(127f)), V.Scale(half, V.Broadcast(-127f)),
        ];
    }
}
