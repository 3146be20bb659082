using System.Buffers;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Autograd;

/// <summary>
/// Drawn dropout bits of attention probabilities. Draws are torch's for the padded scores <c>[B, H, T, T]</c>, two words an element; what lies
/// outside a sequence, or out of a query's reach, is skipped in the stream.
/// </summary>
internal sealed class AttentionBits : DrawnBits
{
    private readonly SequenceLayout _layout;
    private readonly SequenceLayout _queries;
    private readonly AttentionGeometry _geometry;
    private readonly AttentionOptions _options;
    private readonly ushort[] _bits;

    private AttentionBits(SequenceLayout layout, SequenceLayout queries, AttentionOptions options)
    {
        _layout = layout;
        _queries = queries;
        _options = options;
        _geometry = layout.Geometry(options, queries);
        _bits = ArrayPool<ushort>.Shared.Rent(Math.Max(1, _geometry.ScoreCount / 16));
    }

    /// <summary>Gets the bits, when they are drawn.</summary>
    public ushort[] Bits
    {
        get
        {
            FinishDrawing();
            return _bits;
        }
    }

    /// <summary>Draws <c>bernoulli(1 - dropout)</c> for every element and keeps the bits of the real ones; null where nothing is dropped.</summary>
    /// <exception cref="InvalidOperationException">There is something to draw, but no generator.</exception>
    public static AttentionBits? Draw(SequenceLayout layout, SequenceLayout queries, AttentionOptions options) =>
        Make(layout, queries, options, isEarly: false);

    /// <summary>Draws the same beside what the caller does next: nobody else may draw from the generator before the bits are read.</summary>
    /// <inheritdoc cref="Draw" path="/exception"/>
    public static Early<AttentionBits> Begin(SequenceLayout layout, SequenceLayout queries, AttentionOptions options) =>
        new(Make(layout, queries, options, isEarly: true));

    protected override void GiveBack() => ArrayPool<ushort>.Shared.Return(_bits);

    private static AttentionBits? Make(SequenceLayout layout, SequenceLayout queries, AttentionOptions options, bool isEarly)
    {
        if (!(options.Dropout > 0))
        {
            return null;
        }

        if (options is { Dropout: < 1, Generator: null })
        {
            Throw.NoGenerator();
        }

        AttentionBits bits = new(layout, queries, options);
        if (options.Dropout < 1)
        {
            bits.Draw(isEarly);
        }
        else
        {
            // As torch: everything is dropped and nothing is drawn.
            Array.Clear(bits._bits);
        }

        return bits;
    }

    protected override void Work()
    {
        double keep = 1 - _options.Dropout;
        Generator generator = _options.Generator!;
        ushort[]? whole = _layout.IsPrefix ? null : new ushort[(_layout.PaddedLength + 15) / 16];
        for (int s = 0; s < _geometry.Sequences; s++)
        {
            for (int head = 0; head < _geometry.Heads; head++)
            {
                Span<ushort> target = _bits.AsSpan(_geometry.ScoreOffset(s, head) / 16);
                if (whole is null)
                {
                    DrawPrefix(_layout.PaddedLength, _geometry, s, keep, generator, target);
                }
                else
                {
                    DrawScattered(_layout, _queries, _geometry, s, keep, generator, whole, target);
                }
            }
        }
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
