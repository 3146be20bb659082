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
        ushort* keep, float keepScale, float* probabilities, float* output) : IJob
    {
        public void Run(int start, int end)
        {
            for (int item = start; item < end; item++)
            {
                int sequence = item / geometry.Heads;
                int head = item % geometry.Heads;
                switch (LaneWidth.Current)
                {
                    case 16:
                        One<Lanes16, Lanes16>(sequence, head);
                        break;
                    case 8:
                        One<Lanes8, Twice<Lanes8>>(sequence, head);
                        break;
                    case 4:
                        One<Lanes4, Twice<Twice<Lanes4>>>(sequence, head);
                        break;
                    default:
                        One<Lanes1, Twice<Twice<Twice<Twice<Lanes1>>>>>(sequence, head);
                        break;
                }
            }
        }

        /// <summary>V is the register width, for the products; W is sixteen lanes, for the rows.</summary>
        private void One<V, W>(int sequence, int head)
            where V : struct, ILanes<V>
            where W : struct, ILanes<W>
        {
            int queries = geometry.QueryCount(sequence);
            int keys = geometry.KeyCount(sequence);
            int stride = geometry.KeyStride(sequence);
            int size = geometry.HeadSize;
            nint row = geometry.RowStride;
            nint at = (geometry.Start(sequence) * row) + (head * size);
            if (keys == 0)
            {
                Clear(output + at, queries, size, row);
                return;
            }

            bool stored = probabilities is not null;
            bool drops = keep is not null;
            int block = Math.Min(queries, QueryBlock);
            float* keysTransposed = Scratch((size * stride) + (block * stride * 2));
            float* scoreBlock = keysTransposed + (size * stride);
            float* dropped = scoreBlock + (block * stride);
            TransposeKeys(key + at, keys, size, row, keysTransposed, stride);
            float* storedScores = probabilities + geometry.ScoreOffset(sequence, head);
            ushort* bits = keep + (geometry.ScoreOffset(sequence, head) / 16);
            for (int first = 0; first < queries; first += block)
            {
                int count = Math.Min(block, queries - first);
                float* scores = stored ? storedScores + (first * stride) : scoreBlock;
                StridedProduct.Multiply<V>(count, stride, size, query + at + (first * row), row, 1, keysTransposed, stride, scores, stride);
                for (int i = 0; i < count; i++)
                {
                    float* line = scores + (i * stride);
                    Softmax<W>(line, keys, stride, scale);
                    if (drops)
                    {
                        Drop<W>(line, bits + ((first + i) * stride / 16), keepScale, dropped + (i * stride), stride);
                    }
                }

                StridedProduct.Multiply<V>(
                    count, size, keys, drops ? dropped : scores, stride, 1, value + at, row, output + at + (first * row), row);
            }
        }
    }

    private readonly struct BackwardJob(
        AttentionGeometry geometry, float* query, float* key, float* value, float scale,
        ushort* keep, float keepScale, float* probabilities, float* outputGradient,
        float* queryGradient, float* keyGradient, float* valueGradient) : IJob
    {
        public void Run(int start, int end)
        {
            for (int item = start; item < end; item++)
            {
                int sequence = item / geometry.Heads;
                int head = item % geometry.Heads;
                switch (LaneWidth.Current)
                {
                    case 16:
                        One<Lanes16, Lanes16>(sequence, head);
                        break;
                    case 8:
                        One<Lanes8, Twice<Lanes8>>(sequence, head);
                        break;
                    case 4:
                        One<Lanes4, Twice<Twice<Lanes4>>>(sequence, head);
                        break;
                    default:
                        One<Lanes1, Twice<Twice<Twice<Twice<Lanes1>>>>>(sequence, head);
                        break;
                }
            }
        }

        /// <summary>V is the register width, for the products; W is sixteen lanes, for the rows.</summary>
        private void One<V, W>(int sequence, int head)
            where V : struct, ILanes<V>
            where W : struct, ILanes<W>
        {
            int queries = geometry.QueryCount(sequence);
            int keys = geometry.KeyCount(sequence);
            int stride = geometry.KeyStride(sequence);
            int size = geometry.HeadSize;
            nint row = geometry.RowStride;
            nint at = (geometry.Start(sequence) * row) + (head * size);
            Clear(keyGradient + at + (keys * row), queries - keys, size, row);
            Clear(valueGradient + at + (keys * row), queries - keys, size, row);
            if (keys == 0)
            {
                Clear(queryGradient + at, queries, size, row);
                return;
            }

            float* valuesTransposed = Scratch((size * stride) + (queries * stride * 2));
            float* scoreGradient = valuesTransposed + (size * stride);
            float* dropped = scoreGradient + (queries * stride);
            float* scores = probabilities + geometry.ScoreOffset(sequence, head);
            ushort* bits = keep + (geometry.ScoreOffset(sequence, head) / 16);
            TransposeKeys(value + at, keys, size, row, valuesTransposed, stride);

            // dP = dO V^T, then in place dS = scale * P * (dP' - sum(P dP')), dP' the gradient behind the dropout.
            StridedProduct.Multiply<V>(queries, stride, size, outputGradient + at, row, 1, valuesTransposed, stride, scoreGradient, stride);
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
            StridedProduct.Multiply<V>(keys, size, queries, used, 1, stride, outputGradient + at, row, valueGradient + at, row);
            StridedProduct.Multiply<V>(queries, size, keys, scoreGradient, stride, 1, key + at, row, queryGradient + at, row);
            StridedProduct.Multiply<V>(keys, size, queries, scoreGradient, 1, stride, query + at, row, keyGradient + at, row);
        }
    }

    /// <summary>The rows of one head as columns, zeros up to the stride.</summary>
    private static void TransposeKeys(float* rows, int count, int size, nint rowStride, float* destination, int stride)
    {
        StridedProduct.Transpose(count, size, rows, rowStride, destination, stride);
        for (int d = 0; d < size; d++)
        {
            new Span<float>(destination + (d * stride) + count, stride - count).Clear();
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
