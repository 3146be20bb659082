using System.Runtime.CompilerServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <content>The jobs: one item is one sequence and head.</content>
internal static unsafe partial class Attention
{
    private readonly struct ForwardJob(
        AttentionGeometry geometry, AttentionOperand query, AttentionOperand key, AttentionOperand value, float scale, RelativeScores relative,
        DistanceBias bias, ushort* keep, float keepScale, float* probabilities, AttentionOperand output) : ILaneJob
    {
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int item = start; item < end; item++)
            {
                One<V>(item / geometry.Heads, item % geometry.Heads);
            }
        }

        /// <summary>W is sixteen lanes, for the rows of scores.</summary>
        private void One<W>(int sequence, int head)
            where W : struct, ILanes<W>
        {
            int columns = geometry.ColumnCount(sequence);
            int stride = geometry.KeyStride(sequence);
            int size = geometry.HeadSize;
            int at = geometry.Start(sequence);
            int queryAt = geometry.QueryStart(sequence);
            int block = Math.Min(geometry.QueryCount(sequence), QueryBlock);
            float* keysTransposed = Scratch.Reserve((size * stride) + (block * stride * 2));
            float* scoreBlock = keysTransposed + (size * stride);
            float* dropped = scoreBlock + (block * stride);
            if (columns > 0)
            {
                Slivers.Transpose(key.At(at, head), key.Row, columns, size, keysTransposed, stride);
            }

            for (int b = 0; b < geometry.BlockCount(sequence); b++)
            {
                AttentionBlock whole = geometry.Block(sequence, b);
                for (int done = 0; done < whole.QueryCount; done += block)
                {
                    int first = whole.FirstQuery + done;
                    int count = Math.Min(block, whole.QueryCount - done);
                    float* result = output.At(queryAt + first, head);
                    if (whole.KeyCount == 0)
                    {
                        Clear(result, count, size, output.Row);
                        continue;
                    }

                    int scoresAt = geometry.ScoreOffset(sequence, head) + whole.Offset + (done * whole.Stride);
                    float* scores = probabilities is null ? scoreBlock : probabilities + scoresAt;
                    float* questions = query.At(queryAt + first, head);
                    TileProduct.Multiply(
                        count, whole.Stride, size, questions, query.Row, false, keysTransposed + whole.FirstKey, stride, scores, whole.Stride);
                    if (relative.IsActive)
                    {
                        relative.AddScores<W>(geometry, sequence, head, first, count, questions, query.Row, key, scores, whole.Stride);
                    }

                    if (bias.IsActive)
                    {
                        bias.AddScores<W>(geometry, sequence, head, first, count, scores, whole.Stride);
                    }

                    Rows<W>(sequence, whole, first, count, scores, scoresAt, dropped);
                    TileProduct.Multiply(
                        count, size, whole.KeyCount, keep is null ? scores : dropped, whole.Stride, false,
                        value.At(at + whole.FirstKey, head), value.Row, result, output.Row);
                }
            }
        }

        /// <summary>Scores of some queries become probabilities, and those without what was dropped.</summary>
        private void Rows<W>(int sequence, AttentionBlock block, int first, int count, float* scores, int scoresAt, float* dropped)
            where W : struct, ILanes<W>
        {
            int stride = block.Stride;
            int most = RowsAtOnce(stride);
            for (int done = 0; done < count; done += most)
            {
                int some = Math.Min(most, count - done);
                int at = done * stride;
                Probabilities<W>(geometry, sequence, block, first + done, some, scores + at, scale);
                if (keep is not null)
                {
                    Drop<W>(scores + at, keep + ((scoresAt + at) / 16), keepScale, dropped + at, some * stride);
                }
            }
        }
    }

    /// <summary>Scores of so many queries, no more than <see cref="MostRowsAtOnce"/>, become probabilities.</summary>
    private static void Probabilities<W>(AttentionGeometry geometry, int sequence, AttentionBlock block, int first, int count, float* rows, float scale)
        where W : struct, ILanes<W>
    {
        (int Low, int High)* ranges = stackalloc (int, int)[MostRowsAtOnce];
        (int low, int high) = (0, 0);
        bool seesAll = false;
        int waiting = 0;
        for (int i = 0; i < count; i++)
        {
            if (i == 0 || !geometry.QueriesReachAlike)
            {
                (low, high) = geometry.Range(sequence, first + i);
                seesAll = geometry.SeesAllAlike(sequence, first + i);
            }

            float* row = rows + (i * block.Stride);
            if (!seesAll && low < high)
            {
                ranges[waiting++] = (low - block.FirstKey, high - block.FirstKey);
                continue;
            }

            Softmax<W>(row - (waiting * block.Stride), ranges, waiting, block.Stride, scale);
            waiting = 0;
            int alike = seesAll ? block.KeyCount : 0;
            new Span<float>(row, alike).Fill(1f / alike);
            new Span<float>(row + alike, block.Stride - alike).Clear();
        }

        Softmax<W>(rows + ((count - waiting) * block.Stride), ranges, waiting, block.Stride, scale);
    }

    private readonly struct BackwardJob(
        AttentionGeometry geometry, AttentionOperand query, AttentionOperand key, AttentionOperand value, float scale, RelativeScores relative,
        DistanceBias bias, ushort* keep, float keepScale, float* probabilities, AttentionOperand outputGradient,
        AttentionOperand queryGradient, AttentionOperand keyGradient, AttentionOperand valueGradient) : ILaneJob
    {
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int item = start; item < end; item++)
            {
                One<V>(item / geometry.Heads, item % geometry.Heads);
            }
        }

        /// <summary>W is sixteen lanes, for the rows of scores.</summary>
        public void One<W>(int sequence, int head)
            where W : struct, ILanes<W>
        {
            int columns = geometry.ColumnCount(sequence);
            int stride = geometry.KeyStride(sequence);
            int size = geometry.HeadSize;
            int at = geometry.Start(sequence);
            int blocks = geometry.BlockCount(sequence);

            // What several blocks add to begins at zero, and so does what no query looks at.
            int written = blocks == 1 && geometry.Block(sequence, 0) is { FirstKey: 0 } only ? only.KeyCount : 0;
            Clear(keyGradient.At(at + written, head), geometry.RowCount(sequence) - written, size, keyGradient.Row);
            Clear(valueGradient.At(at + written, head), geometry.RowCount(sequence) - written, size, valueGradient.Row);
            int block = blocks == 0 ? 0 : geometry.Block(sequence, 0).QueryCount;
            float* valuesTransposed = Scratch.Reserve((size * stride) + (block * stride * 2));
            float* scratch = valuesTransposed + (size * stride);
            if (columns > 0)
            {
                Slivers.Transpose(value.At(at, head), value.Row, columns, size, valuesTransposed, stride);
            }

            for (int b = 0; b < blocks; b++)
            {
                Block<W>(sequence, head, geometry.Block(sequence, b), valuesTransposed, scratch, accumulate: written == 0);
            }
        }

        private void Block<W>(int sequence, int head, AttentionBlock block, float* valuesTransposed, float* scratch, bool accumulate)
            where W : struct, ILanes<W>
        {
            int count = block.QueryCount;
            int stride = block.Stride;
            int size = geometry.HeadSize;
            int at = geometry.Start(sequence) + block.FirstKey;
            int queryAt = geometry.QueryStart(sequence) + block.FirstQuery;
            float* result = outputGradient.At(queryAt, head);
            float* questions = query.At(queryAt, head);
            if (block.KeyCount == 0)
            {
                Clear(queryGradient.At(queryAt, head), count, size, queryGradient.Row);
                return;
            }

            float* scoreGradient = scratch;
            float* dropped = scratch + (count * stride);
            int scoresAt = geometry.ScoreOffset(sequence, head) + block.Offset;
            float* scores = probabilities + scoresAt;

            // dP = dO V^T, then in place dS = scale * P * (dP' - sum(P dP')), dP' the gradient behind the dropout.
            TileProduct.Multiply(
                count, stride, size, result, outputGradient.Row, false,
                valuesTransposed + block.FirstKey, geometry.KeyStride(sequence), scoreGradient, stride);
            Rows<W>(sequence, block, scores, scoresAt, scoreGradient, dropped);

            float* used = keep is null ? scores : dropped;
            float* keys = keyGradient.At(at, head);
            TileProduct.Multiply(
                block.KeyCount, size, count, used, stride, true, result, outputGradient.Row, valueGradient.At(at, head), valueGradient.Row, accumulate);
            TileProduct.Multiply(
                count, size, block.KeyCount, scoreGradient, stride, false, key.At(at, head), key.Row, queryGradient.At(queryAt, head), queryGradient.Row);
            TileProduct.Multiply(block.KeyCount, size, count, scoreGradient, stride, true, questions, query.Row, keys, keyGradient.Row, accumulate);
            if (relative.IsActive)
            {
                relative.AddGradients(geometry, sequence, head, questions, query.Row, key, scoreGradient, stride, queryGradient, keyGradient);
            }

            if (bias.IsActive)
            {
                bias.AddGradients<W>(geometry, sequence, head, count, scoreGradient, stride);
            }
        }

        private void Rows<W>(int sequence, AttentionBlock block, float* scores, int scoresAt, float* scoreGradient, float* dropped)
            where W : struct, ILanes<W>
        {
            int stride = block.Stride;
            int most = RowsAtOnce(stride);
            for (int done = 0; done < block.QueryCount; done += most)
            {
                int some = Math.Min(most, block.QueryCount - done);
                int at = done * stride;
                if (keep is not null)
                {
                    ushort* bits = keep + ((scoresAt + at) / 16);
                    Drop<W>(scores + at, bits, keepScale, dropped + at, some * stride);
                    Drop<W>(scoreGradient + at, bits, keepScale, scoreGradient + at, some * stride);
                }

                SoftmaxBackward<W>(scores + at, scoreGradient + at, some, stride, scale);
                for (int i = done; i < done + some; i++)
                {
                    if (geometry.SeesAllAlike(sequence, block.FirstQuery + i))
                    {
                        new Span<float>(scoreGradient + (i * stride), stride).Clear();
                    }
                }
            }
        }
    }

    /// <summary>The same, an item being a head with all sequences.</summary>
    private readonly struct HeadJob(BackwardJob job, AttentionGeometry geometry) : ILaneJob
    {
        public void Run<V>(int start, int end)
            where V : struct, ILanes<V>
        {
            for (int item = start; item < end; item++)
            {
                for (int sequence = 0; sequence < geometry.Sequences; sequence++)
                {
                    job.One<V>(sequence, item);
                }
            }
        }
    }

    private static void Clear(float* rows, int count, int size, nint rowStride)
    {
        for (int i = 0; i < count; i++)
        {
            new Span<float>(rows + (i * rowStride), size).Clear();
        }
    }
}
