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
            Probabilities<W>(geometry, sequence, block, first, count, scores, scale);
            if (keep is not null)
            {
                Drop<W>(scores, keep + (scoresAt / 16), keepScale, dropped, count * block.Stride);
            }
        }
    }

    private static void Probabilities<W>(AttentionGeometry geometry, int sequence, AttentionBlock block, int first, int count, float* rows, float scale)
        where W : struct, ILanes<W>
    {
        for (int alike; count > 0; first += alike, count -= alike, rows += alike * block.Stride)
        {
            alike = geometry.Alike(sequence, first, first + count);
            (int low, int high) = geometry.Range(sequence, first);
            if (geometry.SeesAllAlike(sequence, first))
            {
                for (int i = 0; i < alike; i++)
                {
                    float* row = rows + (i * block.Stride);
                    new Span<float>(row, block.KeyCount).Fill(1f / block.KeyCount);
                    new Span<float>(row + block.KeyCount, block.Stride - block.KeyCount).Clear();
                }
            }
            else if (low < high)
            {
                Softmax<W>(rows, alike, low - block.FirstKey, high - block.FirstKey, block.Stride, scale);
            }
            else
            {
                new Span<float>(rows, alike * block.Stride).Clear();
            }
        }
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
            int length = block.QueryCount * block.Stride;
            if (keep is not null)
            {
                ushort* bits = keep + (scoresAt / 16);
                Drop<W>(scores, bits, keepScale, dropped, length);
                Drop<W>(scoreGradient, bits, keepScale, scoreGradient, length);
            }

            int end = block.FirstQuery + block.QueryCount;
            for (int first = block.FirstQuery, alike; first < end; first += alike)
            {
                alike = geometry.Alike(sequence, first, end);
                int at = (first - block.FirstQuery) * block.Stride;
                if (geometry.SeesAllAlike(sequence, first))
                {
                    new Span<float>(scoreGradient + at, alike * block.Stride).Clear();
                }
                else
                {
                    SoftmaxBackward<W>(scores + at, scoreGradient + at, alike, block.Stride, scale);
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
