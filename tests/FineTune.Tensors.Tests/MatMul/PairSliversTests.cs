using FineTune.Kernels;
using FineTune.Tests.Kernels;
using FineTune.Tests.Runtime;

namespace FineTune.Tests.MatMul;

/// <summary>Packing in pairs, bit for bit against the definition: rounded while packing and rounded before.</summary>
[Collection(ThreadsCollection.Name)]
public sealed unsafe class PairSliversTests
{
    private const float Untouched = 77;

    public static IEnumerable<object[]> Kinds =>
        from width in new[] { 1, 4, 8, 16 }
        where width <= LaneWidth.Widest
        from isNarrow in new[] { false, true }
        from isTransposed in new[] { false, true }
        select new object[] { width, isNarrow, isTransposed };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_sliver_is_packed_in_pairs_and_nothing_else_written(int width, bool isNarrow, bool isTransposed)
    {
        Random random = new(7);
        int before = LaneWidth.Current;
        LaneWidth.Current = width;
        try
        {
            for (int count = 1; count <= 32; count++)
            {
                for (int k = 0; k <= 75; k += 1 + (k / 8))
                {
                    foreach (OperandFormat format in new[] { OperandFormat.PairsApart, OperandFormat.PairsJoined })
                    {
                        Check(random, count, k, count, format, isNarrow, isTransposed);
                        Check(random, count, k, count <= 16 ? 16 : 32, format, isNarrow, isTransposed);
                    }
                }
            }
        }
        finally
        {
            LaneWidth.Current = before;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(385)]
    public void Rows_are_rounded_alike_at_every_width_and_number_of_threads(int columns)
    {
        Random random = new(8);
        float[] x = [.. Enumerable.Range(0, 90 * columns).Select(_ => HardNumbers.Any(random))];
        ushort[] expected = [.. x.Select(Rounded)];
        int before = LaneWidth.Current;
        try
        {
            foreach (int width in new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest))
            {
                LaneWidth.Current = width;
                ThreadsCollection.WithThreads(width > 4 ? 3 : 1, () => Assert.Equal(expected, Packed(x, columns, 90)));
            }
        }
        finally
        {
            LaneWidth.Current = before;
        }
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(32, 16)]
    [InlineData(33, 48)]
    [InlineData(384, 208)]
    [InlineData(1536, 784)]
    public void Rounded_rows_lie_an_odd_number_of_cache_lines_apart(int columns, int floats) => Assert.Equal(floats, NarrowRows.Distance(columns));

    private static ushort Rounded(float x)
    {
        float rounded = 0;
        Bfloat16.Round(Lanes1.Broadcast(x)).Store(ref rounded);
        return (ushort)(BitConverter.SingleToUInt32Bits(rounded) >> 16);
    }

    /// <summary>The numbers of rounded rows, without what lies between; whoever transposes relies on the zero behind an odd number of them.</summary>
    private static ushort[] Packed(float[] x, int columns, int rows)
    {
        float[] narrow = Narrow(x, columns, rows);
        List<ushort> numbers = [];
        for (int row = 0; row < rows; row++)
        {
            for (int j = 0; j < columns + (columns % 2); j++)
            {
                uint pair = BitConverter.SingleToUInt32Bits(narrow[(row * NarrowRows.Distance(columns)) + (j / 2)]);
                ushort number = (ushort)(j % 2 == 0 ? pair : pair >> 16);
                if (j < columns)
                {
                    numbers.Add(number);
                }
                else
                {
                    Assert.Equal(0, number);
                }
            }
        }

        return [.. numbers];
    }

    private static float[] Narrow(float[] x, int columns, int rows)
    {
        float[] narrow = new float[rows * NarrowRows.Distance(columns)];
        narrow.AsSpan().Fill(float.NaN);
        NarrowRows.Round(x, columns, narrow);
        return narrow;
    }

    private static void Check(Random random, int count, int k, int step, OperandFormat format, bool isNarrow, bool isTransposed)
    {
        (int rows, int columns) = isTransposed ? (count, k) : (k, count);
        int distance = columns + (isNarrow ? 0 : random.Next(3));
        float[] source = [.. Enumerable.Range(0, rows * distance).Select(_ => HardNumbers.Any(random))];
        int floats = format == OperandFormat.PairsApart ? 2 : 1;
        float[] destination = new float[((k + 1) / 2 * floats * step) + 32];
        Array.Fill(destination, Untouched);
        float[] expected = (float[])destination.Clone();
        for (int p = 0; p < k; p += 2)
        {
            for (int i = 0; i < step; i++)
            {
                (uint even, uint odd) = (Element(i, p), Element(i, p + 1));
                if (floats == 1)
                {
                    expected[(p / 2 * step) + i] = BitConverter.UInt32BitsToSingle(even | (odd << 16));
                }
                else
                {
                    expected[(p * step) + i] = BitConverter.UInt32BitsToSingle(odd << 16);
                    expected[((p + 1) * step) + i] = BitConverter.UInt32BitsToSingle(even << 16);
                }
            }
        }

        float[] narrow = isNarrow && rows > 0 && columns > 0 ? Narrow(source, columns, rows) : [];
        fixed (float* from = source, rounded = narrow, to = destination)
        {
            nint apart = 2 * NarrowRows.Distance(columns);
            switch (isNarrow, isTransposed)
            {
                case (false, false):
                    PairSlivers.Copy(from, distance, count, k, format, to, step);
                    break;
                case (false, true):
                    PairSlivers.Transpose(from, distance, count, k, format, to, step);
                    break;
                case (true, false):
                    PairSlivers.Copy((ushort*)rounded, apart, count, k, format, to, step);
                    break;
                default:
                    PairSlivers.Transpose((ushort*)rounded, apart, count, k, format, to, step);
                    break;
            }
        }

        Assert.True(
            expected.Select(BitConverter.SingleToUInt32Bits).SequenceEqual(destination.Select(BitConverter.SingleToUInt32Bits)), $"{count} elements, {k} steps of {step}, {format}");

        uint Element(int i, int p) => i >= count || p >= k ? 0u : Rounded(source[isTransposed ? (i * distance) + p : (p * distance) + i]);
    }
}
