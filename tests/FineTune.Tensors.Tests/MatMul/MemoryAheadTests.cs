using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

public sealed unsafe class MemoryAheadTests
{
    private const int Line = 64;

    // Only addresses are made from it; nothing is read.
    private static readonly byte* s_start = (byte*)0x10000;

    [Theory]
    [InlineData(1, 4096, 4096, 48, 0)]
    [InlineData(128, 1536, 1536, 192, 0)]
    [InlineData(128, 1536, 1536, 7, 20)]
    [InlineData(5, 100, 100, 3, 0)]
    [InlineData(384, 512, 1536, 384, 0)]
    [InlineData(384, 512, 1536, 100, 0)]
    [InlineData(100, 512, 6144, 384, 0)]
    [InlineData(84, 336, 6144, 96, 20)]
    [InlineData(3, 65, 4096, 2, 60)]
    public void Every_line_is_asked_for_and_no_other(int rows, int rowBytes, int distance, int linesACall, int offset)
    {
        byte* start = s_start + offset;
        HashSet<long> asked = Asked(new(start, rows, rowBytes, distance), linesACall);

        IEnumerable<long> expected = Enumerable.Range(0, rows).SelectMany(
            row => Enumerable.Range(0, rowBytes).Select(at => ((long)start + ((long)row * distance) + at) / Line)).Distinct();
        Assert.Subset(asked, expected.ToHashSet());
        Assert.All(asked, line => Assert.InRange(line * Line, (long)start - Line + 1, (long)start + ((long)rows * distance) + Line));
        Assert.InRange(asked.Count, 1, expected.Count() + rows);
    }

    [Fact]
    public void Nothing_ahead_is_nothing_asked_for() => Assert.Empty(Asked(default, 100));

    [Theory]
    [InlineData(true, false, 4L * ((7 * 1000) + 32), 4 * 64, 20, 4 * 1000)]
    [InlineData(false, false, 4L * ((32 * 1000) + 7), 4 * 20, 64, 4 * 1000)]
    [InlineData(true, true, 2L * ((7 * 1000) + 32), 2 * 64, 20, 2 * 1000)]
    public void An_operand_says_where_its_slivers_lie(bool isByStep, bool isNarrow, long offset, int rowBytes, int rows, int distance)
    {
        StoredOperand operand = new((float*)s_start, 1000, isByStep, isNarrow);

        Assert.Equal(Asked(new(s_start + offset, rows, rowBytes, distance), 9), Asked(operand.Ahead(first: 32, count: 64, p: 7, k: 20), 9));
    }

    /// <summary>The lines that kernels would ask for until nothing is left.</summary>
    private static HashSet<long> Asked(MemoryAhead ahead, int linesACall)
    {
        HashSet<long> asked = [];
        TileCall call = default;
        for (ahead.Ask(&call, linesACall); call.AheadEnd is not null; ahead.Ask(&call, linesACall))
        {
            for (int line = 0; line < linesACall && call.Ahead < call.AheadEnd; line++, call.Ahead += call.AheadStep)
            {
                asked.Add((long)call.Ahead / Line);
            }
        }

        return asked;
    }
}
