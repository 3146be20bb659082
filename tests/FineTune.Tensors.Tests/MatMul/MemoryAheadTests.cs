using FineTune.Kernels;

namespace FineTune.Tests.MatMul;

public sealed unsafe class MemoryAheadTests
{
    private const int Line = 64;

    // Only addresses are made from it; nothing is read.
    private static readonly byte* s_start = (byte*)0x10000;

    [Theory]
    [InlineData(1, 4096, 4096, 48)]
    [InlineData(128, 1536, 1536, 192)]
    [InlineData(128, 1536, 1536, 7)]
    [InlineData(5, 100, 100, 3)]
    [InlineData(384, 512, 1536, 384)]
    [InlineData(384, 512, 1536, 100)]
    [InlineData(100, 512, 6144, 384)]
    [InlineData(3, 65, 4096, 2)]
    public void Every_line_is_asked_for(int rows, int rowBytes, int distance, int linesACall)
    {
        MemoryAhead ahead = new(s_start, rows, rowBytes, distance);
        HashSet<long> asked = [];
        TileCall call = default;
        for (int calls = 0; calls < 10_000; calls++)
        {
            ahead.Ask(&call, linesACall);
            if (call.AheadStep == 0)
            {
                break;
            }

            for (int line = 0; line < linesACall; line++)
            {
                asked.Add((long)(call.Ahead + (line * call.AheadStep)) / Line);
            }
        }

        Assert.Equal(0, call.AheadStep);
        for (int row = 0; row < rows; row++)
        {
            for (int offset = 0; offset < rowBytes; offset += Line)
            {
                Assert.Contains((long)(s_start + ((nint)row * distance) + offset) / Line, asked);
            }
        }
    }

    [Fact]
    public void Nothing_ahead_stays_at_one_place()
    {
        MemoryAhead ahead = default;
        TileCall call = new() { AheadStep = 64 };

        for (int calls = 0; calls < 3; calls++)
        {
            ahead.Ask(&call, 100);

            Assert.Equal(0, call.AheadStep);
            Assert.Equal(0, (nint)call.Ahead);
        }
    }

    [Theory]
    [InlineData(true, false, 4L * ((7 * 1000) + 32), 4 * 64, 4 * 1000)]
    [InlineData(false, false, 4L * ((32 * 1000) + 7), 4 * 20, 4 * 1000)]
    [InlineData(true, true, 2L * ((7 * 1000) + 32), 2 * 64, 2 * 1000)]
    public void An_operand_says_where_its_slivers_lie(bool isByStep, bool isNarrow, long offset, int rowBytes, int distance)
    {
        StoredOperand operand = new((float*)s_start, 1000, isByStep, isNarrow);
        TileCall call = default;
        MemoryAhead ahead = operand.Ahead(first: 32, count: 64, p: 7, k: 20);

        ahead.Ask(&call, isByStep ? 20 : 64);
        Assert.Equal((offset, distance), ((long)(call.Ahead - s_start), (int)call.AheadStep));

        int calls = 1;
        for (; call.AheadStep != 0; calls++)
        {
            ahead.Ask(&call, isByStep ? 20 : 64);
        }

        Assert.Equal((rowBytes + Line - 1) / Line, calls - 1);
    }
}
