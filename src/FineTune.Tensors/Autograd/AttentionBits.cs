using System.Buffers;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Drawn dropout bits of attention probabilities. Draws are torch's for the padded scores <c>[B, H, T, T]</c>, two words an element; what lies
/// outside a sequence, or out of a query's reach, is skipped in the stream.
/// </summary>
internal static class AttentionBits
{
    /// <summary>Draws <c>bernoulli(1 - dropout)</c> for every element and keeps the bits of the real ones, in an array of the shared pool.</summary>
    public static ushort[] Draw(SequenceLayout layout, SequenceLayout queries, AttentionGeometry geometry, double dropout, Generator? generator)
    {
        ushort[] bits = ArrayPool<ushort>.Shared.Rent(Math.Max(1, geometry.ScoreCount / 16));
        if (dropout >= 1)
        {
            // As torch: everything is dropped and nothing is drawn.
            Array.Clear(bits);
            return bits;
        }

        Generator source = generator ?? throw new InvalidOperationException(
            "Dropout needs random numbers, but the model has no generator. Set model.Generator, or call model.Eval() to switch dropout off.");
        ProfileSpan span = Profile.Begin();
        ushort[]? whole = layout.IsPrefix ? null : new ushort[(layout.PaddedLength + 15) / 16];
        for (int s = 0; s < geometry.Sequences; s++)
        {
            for (int head = 0; head < geometry.Heads; head++)
            {
                Span<ushort> target = bits.AsSpan(geometry.ScoreOffset(s, head) / 16);
                if (whole is null)
                {
                    DrawPrefix(layout.PaddedLength, geometry, s, 1 - dropout, source, target);
                }
                else
                {
                    DrawScattered(layout, queries, geometry, s, 1 - dropout, source, whole, target);
                }
            }
        }

        span.End(KernelFamily.RandomNumbers);
        return bits;
    }

    /// <summary>One head of a sequence whose keys, and queries, are its first positions.</summary>
    private static void DrawPrefix(int length, AttentionGeometry geometry, int sequence, double keep, Generator generator, Span<ushort> target)
    {
        for (int b = 0; b < geometry.BlockCount(sequence); b++)
        {
            AttentionBlock block = geometry.Block(sequence, b);
            int words = block.Stride / 16;
            for (int i = 0; i < block.QueryCount; i++)
            {
                generator.Discard(2L * block.FirstKey);
                generator.BernoulliBits(keep, block.KeyCount, target.Slice((block.Offset / 16) + (i * words), words));
                generator.Discard(2L * (length - block.FirstKey - block.KeyCount));
            }
        }

        generator.Discard(2L * length * (length - geometry.QueryCount(sequence)));
    }

    /// <summary>One head of a sequence with holes: whole rows are drawn, and the columns of its keys picked.</summary>
    private static void DrawScattered(
        SequenceLayout layout, SequenceLayout queries, AttentionGeometry geometry, int sequence, double keep, Generator generator, ushort[] whole, Span<ushort> target)
    {
        int length = layout.PaddedLength;
        ReadOnlySpan<int> columns = layout.PaddedRows[layout.Starts[sequence]..layout.Starts[sequence + 1]];
        ReadOnlySpan<int> rows = queries.PaddedRows[queries.Starts[sequence]..queries.Starts[sequence + 1]];
        for (int t = 0; t < length; t++)
        {
            int packed = rows.IndexOf((sequence * length) + t);
            if (packed < 0)
            {
                generator.Discard(2L * length);
                continue;
            }

            generator.BernoulliBits(keep, length, whole);
            AttentionBlock block = geometry.BlockOf(sequence, packed);
            int words = block.Stride / 16;
            Span<ushort> line = target.Slice((block.Offset / 16) + ((packed - block.FirstQuery) * words), words);
            line.Clear();
            for (int j = 0; j < block.KeyCount; j++)
            {
                int column = columns[block.FirstKey + j] - (sequence * length);
                int bit = (whole[column >> 4] >> (column & 15)) & 1;
                line[j >> 4] |= (ushort)(bit << (j & 15));
            }
        }
    }
}
