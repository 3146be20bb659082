using FineTune.Runtime;

namespace FineTune.Kernels;

/// <summary>
/// Runs element by element formulas over spans of equal length, the destination last. The destination may be an operand itself;
/// partial overlap is not allowed. Long spans are split over threads.
/// </summary>
/// <remarks>
/// Work is handed out in blocks of sixteen elements, the last block taking the rest, so that no piece is shorter than a register. What does
/// not fill a register at the end of a piece is computed as part of its last full register, which is read before anything is written: working
/// in place is safe, and every element is the result of one evaluation of the formula. Spans below sixteen elements go through a padded
/// copy. Each job evaluates its formula in one place only, which keeps the time to compile it short.
/// </remarks>
internal static partial class Map
{
    /// <summary>The number of elements in a block.</summary>
    private const int Block = 16;

    /// <summary>How many blocks a thread gets at least: below it, handing over costs more than it saves.</summary>
    private const int Grain = 512;

    /// <summary>destination[i] = op(x[i]).</summary>
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, Span<float> destination)
        where TOp : struct, IUnaryOp
    {
        CheckLength(x.Length, destination.Length);
        if (destination.Length >= Block)
        {
            LaneWidth.Run(destination.Length / Block, Grain, new UnaryJob<TOp>(op, x, destination));
        }
        else if (destination.Length > 0)
        {
            Span<float> padded = stackalloc float[Block];
            Pad(x, padded);
            LaneWidth.Run(1, new UnaryJob<TOp>(op, padded, padded));
            padded[..destination.Length].CopyTo(destination);
        }
    }

    /// <summary>destination[i] = op(x[i], y[i]).</summary>
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> destination)
        where TOp : struct, IBinaryOp
    {
        CheckLength(x.Length, destination.Length);
        CheckLength(y.Length, destination.Length);
        if (destination.Length >= Block)
        {
            LaneWidth.Run(destination.Length / Block, Grain, new BinaryJob<TOp>(op, x, y, destination));
        }
        else if (destination.Length > 0)
        {
            Span<float> padded = stackalloc float[2 * Block];
            Pad(x, padded[..Block]);
            Pad(y, padded[Block..]);
            LaneWidth.Run(1, new BinaryJob<TOp>(op, padded[..Block], padded[Block..], padded[..Block]));
            padded[..destination.Length].CopyTo(destination);
        }
    }

    /// <summary>destination[i] = op(x[i], y[i], z[i]).</summary>
    public static void Run<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> z, Span<float> destination)
        where TOp : struct, ITernaryOp
    {
        CheckLength(x.Length, destination.Length);
        CheckLength(y.Length, destination.Length);
        CheckLength(z.Length, destination.Length);
        if (destination.Length >= Block)
        {
            LaneWidth.Run(destination.Length / Block, Grain, new TernaryJob<TOp>(op, x, y, z, destination));
        }
        else if (destination.Length > 0)
        {
            Span<float> padded = stackalloc float[3 * Block];
            Pad(x, padded[..Block]);
            Pad(y, padded[Block..(2 * Block)]);
            Pad(z, padded[(2 * Block)..]);
            TernaryJob<TOp> job = new(op, padded[..Block], padded[Block..(2 * Block)], padded[(2 * Block)..], padded[..Block]);
            LaneWidth.Run(1, job);
            padded[..destination.Length].CopyTo(destination);
        }
    }

    /// <summary>Rows of <paramref name="row"/>.Length elements: destination[r, i] = op(x[r, i], row[i]).</summary>
    public static void RunRows<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> row, Span<float> destination)
        where TOp : struct, IBinaryOp
    {
        CheckLength(x.Length, destination.Length);
        if (row.Length > 0)
        {
            int grain = Math.Max(1, Grain * Block / row.Length);
            Workers.Run(destination.Length / row.Length, grain, new RowsJob<TOp>(op, x, row, destination));
        }
    }

    /// <summary>dx[i] = or += op(x[i], dy[i]): the gradient of a formula of one operand.</summary>
    public static void RunGradient<TOp>(TOp op, ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, bool accumulate)
        where TOp : struct, IBinaryOp
    {
        if (accumulate)
        {
            Run(new AccumulateOp<TOp>(op), x, dy, dx, dx);
        }
        else
        {
            Run(op, x, dy, dx);
        }
    }

    private static void Pad(ReadOnlySpan<float> source, Span<float> padded)
    {
        padded.Clear();
        source.CopyTo(padded);
    }

    private static void CheckLength(int length, int expected)
    {
        if (length != expected)
        {
            Throw.SpanLengthsDiffer(length, expected);
        }
    }
}
