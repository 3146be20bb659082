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

    // 1600 steps are blocks of 534, 533 and 533, or of 267, 267 and 266 pairs; 200 columns are seven slivers of 32, the last of which has 8.
    [Theory]
    [InlineData(false, 0, 2, 0, 0, 2 * 32 * 534)]
    [InlineData(false, 1, 7, 2, (1067 * 224) + (32 * 533), 4 * 32 * 533)] // No more than four.
    [InlineData(false, 6, 7, 1, (534 * 224) + (6 * 32 * 533), 32 * 533)]
    [InlineData(true, 5, 7, 2, 2 * ((534 * 224) + (5 * 32 * 266)), 2 * 2 * 32 * 266)]
    public void Of_an_operand_packed_before_slivers_of_a_block_are_read_next(bool arePairs, int first, int end, int block, int offset, int length)
    {
        int bytes = sizeof(float) * length;
        GemmTask task = Task(arePairs, hasCode: true);
        task.PackedB = (float*)s_start;

        Assert.Equal(Asked(new(s_start + (sizeof(float) * (long)offset), 1, bytes, bytes), 9), Asked(task.Ahead(first, end, block), 9));
    }

    [Fact]
    public void Of_another_its_columns_are_over_a_block()
    {
        GemmTask task = Task(arePairs: false, hasCode: true);

        Assert.Equal(Asked(new(s_start + (4 * ((534 * 200) + (5 * 32))), 533, 4 * 40, 4 * 200), 9), Asked(task.Ahead(5, 7, 1), 9));
    }

    [Theory]
    [InlineData(true, 7, 7)]
    [InlineData(false, 0, 2)]
    public void Nothing_is_read_next_behind_the_end_or_by_kernels_that_do_not_ask(bool hasCode, int first, int end) =>
        Assert.Empty(Asked(Task(arePairs: false, hasCode).Ahead(first, end, 0), 9));

    /// <summary>A product of 1600 steps and 200 columns, b stored row by row, whose kernels are never called.</summary>
    private static GemmTask Task(bool arePairs, bool hasCode)
    {
        (TileArithmetic arithmetic, OperandFormat format) =
            arePairs ? (TileArithmetic.FlushedSingle, OperandFormat.PairsApart) : (TileArithmetic.Single, OperandFormat.Single);
        GemmTask task = new() { M = 56, N = 200, K = 1600, B = new StoredOperand((float*)s_start, 200, isByStep: true, isNarrow: false), SharesA = true };
        task.Cut(new OperandPlan(new TileSet(16, arithmetic, hasCode ? Nowhere : null), format));
        task.EndBlock = task.Blocks.Count;
        return task;
    }

    private static nint Nowhere(ReadOnlySpan<byte> code, out string? refusal)
    {
        refusal = null;
        return 1;
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
