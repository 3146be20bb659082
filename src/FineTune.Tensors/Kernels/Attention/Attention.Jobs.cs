using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FineTune.Runtime;

namespace FineTune.Kernels;

/// <content>The jobs: one item is one sequence and head.</content>
internal static unsafe partial class Attention
{
    [ThreadStatic]
    private static float[]? t_scratch;

    /// <summary>Sixty-four-byte aligned working memory of this thread, kept from call to call.</summary>
    private static float* Scratch(int length)
    {
        if (t_scratch is null || t_scratch.Length < length + 16)
        {
            t_scratch = GC.AllocateUninitializedArray<float>((length + 16) * 5 / 4, pinned: true);
        }

        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(t_scratch));
        return (float*)((address + 63) & ~(nuint)63);
    }

    private static int RoundUp(int count) => (count + 15) & ~15;

    private readonly struct ForwardJob(
        AttentionGeometry geometry, float* query, float* key, float* value, float scale,
        ushort* keep, float keepScale, float* probabilities, float* output) : ILaneJob
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
            int queries = geometry.QueryCount(sequence);
            int keys = geometry.KeyCount(sequence);
            int stride = geometry.KeyStride(sequence);
            int size = geometry.HeadSize;
            nint row = geometry.RowStride;
            nint at = (geometry.Start(sequence) * row) + (head * size);
            nint queryAt = (geometry.QueryStart(sequence) * row) + (head * size);
            if (keys == 0)
            {
                Clear(output + queryAt, queries, size, row);
                return;
            }

            bool stored = probabilities is not null;
            bool drops = keep is not null;
            int block = Math.Min(queries, QueryBlock);
            float* keysTransposed = Scratch((size * stride) + (block * stride * 2));
            float* scoreBlock = keysTransposed + (size * stride);
            float* dropped = scoreBlock + (block * stride);
            Slivers.Transpose(key + at, row, keys, size, keysTransposed, stride);
            float* storedScores = probabilities + geometry.ScoreOffset(sequence, head);
            ushort* bits = keep + (geometry.ScoreOffset(sequence, head) / 16);
            for (int first = 0; first < queries; first += block)
            {
                int count = Math.Min(block, queries - first);
                float* scores = stored ? storedScores + (first * stride) : scoreBlock;
                TileProduct.Multiply(count, stride, size, query + queryAt + (first * row), row, false, keysTransposed, stride, scores, stride);
                for (int i = 0; i < count; i++)
                {
                    float* line = scores + (i * stride);
                    Softmax<W>(line, keys, stride, scale);
                    if (drops)
                    {
                        Drop<W>(line, bits + ((first + i) * stride / 16), keepScale, dropped + (i * stride), stride);
                    }
                }

                TileProduct.Multiply(
                    count, size, keys, drops ? dropped : scores, stride, false, value + at, row, output + queryAt + (first * row), row);
            }
        }
    }

    private readonly struct BackwardJob(
        AttentionGeometry geometry, float* query, float* key, float* value, float scale,
        ushort* keep, float keepScale, float* probabilities, float* outputGradient,
        float* queryGradient, float* keyGradient, float* valueGradient) : ILaneJob
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
            int queries = geometry.QueryCount(sequence);
            int keys = geometry.KeyCount(sequence);
            int stride = geometry.KeyStride(sequence);
            int size = geometry.HeadSize;
            nint row = geometry.RowStride;
            nint at = (geometry.Start(sequence) * row) + (head * size);
            nint queryAt = (geometry.QueryStart(sequence) * row) + (head * size);
            int others = geometry.RowCount(sequence) - keys;
            Clear(keyGradient + at + (keys * row), others, size, row);
            Clear(valueGradient + at + (keys * row), others, size, row);
            if (keys == 0)
            {
                Clear(queryGradient + queryAt, queries, size, row);
                return;
            }

            float* valuesTransposed = Scratch((size * stride) + (queries * stride * 2));
            float* scoreGradient = valuesTransposed + (size * stride);
            float* dropped = scoreGradient + (queries * stride);
            float* scores = probabilities + geometry.ScoreOffset(sequence, head);
            ushort* bits = keep + (geometry.ScoreOffset(sequence, head) / 16);
            Slivers.Transpose(value + at, row, keys, size, valuesTransposed, stride);

            // dP = dO V^T, then in place dS = scale * P * (dP' - sum(P dP')), dP' the gradient behind the dropout.
            TileProduct.Multiply(queries, stride, size, outputGradient + queryAt, row, false, valuesTransposed, stride, scoreGradient, stride);
            for (int i = 0; i < queries; i++)
            {
                float* line = scoreGradient + (i * stride);
                if (keep is not null)
                {
                    ushort* rowBits = bits + (i * stride / 16);
                    Drop<W>(scores + (i * stride), rowBits, keepScale, dropped + (i * stride), stride);
                    Drop<W>(line, rowBits, keepScale, line, stride);
                }

                SoftmaxBackward<W>(scores + (i * stride), line, stride, scale);
            }

            float* used = keep is null ? scores : dropped;
            TileProduct.Multiply(keys, size, queries, used, stride, true, outputGradient + queryAt, row, valueGradient + at, row);
            TileProduct.Multiply(queries, size, keys, scoreGradient, stride, false, key + at, row, queryGradient + queryAt, row);
            TileProduct.Multiply(keys, size, queries, scoreGradient, stride, true, query + queryAt, row, keyGradient + at, row);
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
