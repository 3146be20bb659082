using FineTune.Autograd;
using FineTune.Kernels;

namespace FineTune;

/// <summary>
/// Where the valid tokens of a padded batch <c>[B, T]</c> lie once they are packed into <c>[N]</c> rows, sequence after sequence.
/// </summary>
/// <remarks>
/// Inside a sequence the tokens whose mask is not 0 come first, in order: they are keys and queries. If the first position is masked (a
/// left-padded row), it follows as a query that is no key, because poolers read position 0 whatever it holds. Everything else is left out:
/// no result depends on it.
/// </remarks>
public sealed class SequenceLayout
{
    private readonly int[] _paddedRows;
    private readonly int[] _columns;
    private readonly int[] _starts;
    private readonly int[] _keyCounts;
    private readonly Dictionary<(int, int, int, bool, bool), AttentionGeometry> _geometries = [];

    private SequenceLayout(int batch, int paddedLength, int[] paddedRows, int[] columns, int[] starts, int[] keyCounts, bool isPrefix)
    {
        Batch = batch;
        PaddedLength = paddedLength;
        _paddedRows = paddedRows;
        _columns = columns;
        _starts = starts;
        _keyCounts = keyCounts;
        IsPrefix = isPrefix;
        for (int b = 0; b < batch; b++)
        {
            LongestSequence = Math.Max(LongestSequence, starts[b + 1] - starts[b]);
        }
    }

    /// <summary>Gets the number of sequences, B.</summary>
    public int Batch { get; }

    /// <summary>Gets the length every sequence was padded to, T.</summary>
    public int PaddedLength { get; }

    /// <summary>Gets the number of packed rows, N.</summary>
    public int TokenCount => _starts[^1];

    /// <summary>Gets the number of packed rows of the longest sequence.</summary>
    public int LongestSequence { get; }

    /// <summary>Gets whether every sequence's packed tokens are its first padded positions, as with padding on the right.</summary>
    public bool IsPrefix { get; }

    /// <summary>Gets whether some packed rows are no keys.</summary>
    internal bool HasMaskedRows => TokenCount > _keyCounts.Sum();

    /// <summary>Gets, for each packed row, its row <c>b * T + t</c> in the padded batch; ascending within the keys of a sequence.</summary>
    public ReadOnlySpan<int> PaddedRows => _paddedRows.AsSpan(0, TokenCount);

    /// <summary>Gets the first packed row of each sequence, and N at the end: B + 1 values.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>Gets how many of a sequence's packed rows are keys; they come first.</summary>
    public ReadOnlySpan<int> KeyCounts => _keyCounts;

    /// <summary>Gets the column of each packed row in the padded batch.</summary>
    internal ReadOnlySpan<int> Columns => _columns.AsSpan(0, TokenCount);

    /// <summary>Gets the layout of a batch from its attention mask.</summary>
    /// <param name="attentionMask">Not 0 for tokens to attend to, <c>[B, T]</c>.</param>
    /// <exception cref="ShapeMismatchException">The mask has not two axes.</exception>
    public static SequenceLayout FromMask(LongTensor attentionMask) => FromMask(attentionMask, count => new int[count]);

    /// <summary>Gets the layout of a batch without padding.</summary>
    public static SequenceLayout Full(int batch, int length) => Full(batch, length, count => new int[count]);

    /// <summary>The same in rented memory.</summary>
    /// <param name="attentionMask"><inheritdoc cref="FromMask(LongTensor)" path="/param[@name='attentionMask']"/></param>
    /// <param name="rent">Gives memory for so many rows.</param>
    /// <param name="withAllMasked">Whether all masked positions follow where the first one does: for models whose masked queries see one another.</param>
    internal static SequenceLayout FromMask(LongTensor attentionMask, Func<int, int[]> rent, bool withAllMasked = false)
    {
        ArgumentNullException.ThrowIfNull(attentionMask);
        if (attentionMask.Shape.Rank != 2)
        {
            throw new ShapeMismatchException(
                $"An attention mask has the shape (batch, length), but this one is {attentionMask.Shape}. Pass one row of zeros and ones a text.");
        }

        int batch = attentionMask.Shape[0];
        int length = attentionMask.Shape[1];
        ReadOnlySpan<long> mask = attentionMask.Span;
        int[] rows = rent(mask.Length + batch);
        int count = 0;
        int[] starts = new int[batch + 1];
        int[] keys = new int[batch];
        bool prefix = true;
        for (int b = 0; b < batch; b++)
        {
            for (int t = 0; t < length; t++)
            {
                if (mask[(b * length) + t] != 0)
                {
                    rows[count++] = (b * length) + t;
                }
            }

            keys[b] = count - starts[b];
            if (length > 0 && mask[b * length] == 0)
            {
                rows[count++] = b * length;
                for (int t = 1; withAllMasked && t < length; t++)
                {
                    if (mask[(b * length) + t] == 0)
                    {
                        rows[count++] = (b * length) + t;
                    }
                }
            }

            starts[b + 1] = count;
            prefix &= keys[b] > 0 && rows[count - 1] == (b * length) + keys[b] - 1;
        }

        int[] columns = rent(count);
        for (int i = 0; i < count; i++)
        {
            columns[i] = rows[i] % length;
        }

        return new SequenceLayout(batch, length, rows, columns, starts, keys, prefix);
    }

    /// <summary>The same in rented memory.</summary>
    internal static SequenceLayout Full(int batch, int length, Func<int, int[]> rent)
    {
        int[] rows = rent(batch * length);
        int[] columns = rent(batch * length);
        int[] starts = new int[batch + 1];
        int[] keys = new int[batch];
        for (int i = 0; i < batch * length; i++)
        {
            rows[i] = i;
            columns[i] = i % length;
        }

        for (int b = 0; b < batch; b++)
        {
            starts[b + 1] = (b + 1) * length;
            keys[b] = length;
        }

        return new SequenceLayout(batch, length, rows, columns, starts, keys, isPrefix: true);
    }

    /// <summary>Gets the layout of a run of rows out of a matrix of <paramref name="total"/>.</summary>
    internal static SequenceLayout Range(int first, int count, int total)
    {
        int[] rows = [.. Enumerable.Range(first, count)];
        return new(1, total, rows, columns: rows, [0, count], [count], isPrefix: first == 0);
    }

    /// <summary>Gets the layout of each sequence's first position alone, in a batch that was padded to the same length.</summary>
    internal SequenceLayout First()
    {
        int[] rows = new int[Batch];
        int[] starts = new int[Batch + 1];
        int[] keys = new int[Batch];
        for (int b = 0; b < Batch; b++)
        {
            (rows[b], starts[b + 1], keys[b]) = (b * PaddedLength, b + 1, 1);
        }

        return new SequenceLayout(Batch, PaddedLength, rows, columns: new int[Batch], starts, keys, isPrefix: true);
    }

    /// <summary>Gets where everything of an attention lies; the queries have this layout, or one of fewer rows.</summary>
    internal AttentionGeometry Geometry(AttentionOptions options, SequenceLayout queries)
    {
        (int, int, int, bool, bool) key = (options.Heads, options.HeadSize, options.Window, options.MaskedQueriesSeeAll, options.Relative is not null);
        if (queries == this && _geometries.TryGetValue(key, out AttentionGeometry? known))
        {
            return known;
        }

        bool isPlain = options.Window == int.MaxValue && !options.MaskedQueriesSeeAll && options.Relative is null;
        AttentionReach? reach = isPlain ? null : new()
        {
            KeyPositions = _columns,
            QueryPositions = queries._columns,
            Window = options.Window,
            MaskedQueriesSeeAll = options.MaskedQueriesSeeAll,
        };
        AttentionGeometry geometry = new(_starts, _keyCounts, options.Heads, options.HeadSize, queries._starts, reach);
        if (queries == this)
        {
            _geometries[key] = geometry;
        }

        return geometry;
    }

    /// <summary>Gets the packed row of each sequence's first position: where a pooler reads.</summary>
    public int[] FirstRows()
    {
        int[] first = new int[Batch];
        for (int b = 0; b < Batch; b++)
        {
            int start = _starts[b];
            bool masked = _starts[b + 1] - start > _keyCounts[b];
            first[b] = masked ? start + _keyCounts[b] : start;
        }

        return first;
    }
}
