namespace FineTune.Kernels;

/// <summary>
/// Where everything of a batch's attention lies. Packed rows of sequence s are <c>Starts[s] .. Starts[s + 1]</c>, the first
/// <c>KeyCounts[s]</c> of them are keys. Probabilities are stored for each sequence, head and block of queries as rows of the block's stride,
/// dropout bits as rows of a sixteenth of that. Queries are packed like the keys, or fewer of them by themselves.
/// </summary>
internal sealed class AttentionGeometry
{
    // Queries in a block where a window limits their keys: the fewer, the less is computed that lies outside of it.
    private const int WindowBlock = 64;

    private readonly int[] _starts;
    private readonly int[] _keyCounts;
    private readonly int[] _queryStarts;
    private readonly int[] _scoreOffsets;
    private readonly AttentionReach? _reach;
    private readonly int[] _blockStarts = [];
    private readonly KeyRun[] _blocks = [];

    /// <summary>Initializes the geometry over arrays that it keeps.</summary>
    public AttentionGeometry(int[] starts, int[] keyCounts, int heads, int headSize, int[]? queryStarts = null, AttentionReach? reach = null)
    {
        _queryStarts = queryStarts ?? starts;
        _starts = starts;
        _keyCounts = keyCounts;
        _scoreOffsets = new int[starts.Length];
        _reach = reach;
        Heads = heads;
        HeadSize = headSize;
        if (IsWindowed)
        {
            _blockStarts = new int[starts.Length];
            for (int s = 0; s < keyCounts.Length; s++)
            {
                _blockStarts[s + 1] = _blockStarts[s] + ((QueryCount(s) + WindowBlock - 1) / WindowBlock);
            }

            _blocks = new KeyRun[_blockStarts[^1]];
        }

        long offset = 0;
        for (int s = 0; s < keyCounts.Length; s++)
        {
            _scoreOffsets[s] = checked((int)offset);
            offset += heads * (IsWindowed ? AddBlocks(s) : (long)QueryCount(s) * KeyStride(s));
        }

        _scoreOffsets[^1] = checked((int)offset);
    }

    public int Sequences => _keyCounts.Length;

    public int Heads { get; }

    public int HeadSize { get; }

    /// <summary>Gets how many floats all heads of a row take.</summary>
    public int RowStride => Heads * HeadSize;

    /// <summary>Gets how many floats all probabilities take.</summary>
    public int ScoreCount => _scoreOffsets[^1];

    private bool IsWindowed => _reach is { Window: < int.MaxValue };

    public int Start(int sequence) => _starts[sequence];

    /// <summary>Gets how many packed rows of keys and values a sequence has, of which the last may be no key.</summary>
    public int RowCount(int sequence) => _starts[sequence + 1] - _starts[sequence];

    public int QueryStart(int sequence) => _queryStarts[sequence];

    public int QueryCount(int sequence) => _queryStarts[sequence + 1] - _queryStarts[sequence];

    public int KeyCount(int sequence) => _keyCounts[sequence];

    /// <summary>Gets how many rows of values some query looks at: the keys, or all.</summary>
    public int ColumnCount(int sequence) => _reach is { MaskedQueriesSeeAll: true } ? RowCount(sequence) : _keyCounts[sequence];

    /// <summary>The number of columns, rounded up to whole groups of sixteen.</summary>
    public int KeyStride(int sequence) => Stride(ColumnCount(sequence));

    /// <summary>Where the probabilities of a sequence and head begin.</summary>
    public int ScoreOffset(int sequence, int head) =>
        _scoreOffsets[sequence] + (head * ((_scoreOffsets[sequence + 1] - _scoreOffsets[sequence]) / Heads));

    /// <summary>Gets how many blocks the queries of a sequence form.</summary>
    public int BlockCount(int sequence) => IsWindowed ? _blockStarts[sequence + 1] - _blockStarts[sequence] : 1;

    public AttentionBlock Block(int sequence, int number)
    {
        if (!IsWindowed)
        {
            return new(0, QueryCount(sequence), 0, ColumnCount(sequence), KeyStride(sequence), 0);
        }

        KeyRun keys = _blocks[_blockStarts[sequence] + number];
        int first = number * WindowBlock;
        return new(first, Math.Min(WindowBlock, QueryCount(sequence) - first), keys.First, keys.Count, Stride(keys.Count), keys.Offset);
    }

    /// <summary>Gets the block a query is in.</summary>
    public AttentionBlock BlockOf(int sequence, int query) => Block(sequence, IsWindowed ? query / WindowBlock : 0);

    /// <summary>Gets the keys a query reaches, as a range of the sequence's rows.</summary>
    public (int Low, int High) Range(int sequence, int query) => IsWindowed
        ? Reached(sequence, QueryPosition(sequence, query))
        : (0, KeyCount(sequence));

    /// <summary>Gets whether all queries of a sequence reach the same keys, and none sees all rows alike.</summary>
    public bool QueriesReachAlike => _reach is null;

    /// <summary>Gets whether a query's probabilities are all alike, over every row of its sequence.</summary>
    public bool SeesAllAlike(int sequence, int query) => _reach is { MaskedQueriesSeeAll: true } && !IsKey(sequence, query);

    /// <summary>Gets how many queries, the first ones, are keys too: those after them are masked.</summary>
    public int KeyQueryCount(int sequence)
    {
        int count = Math.Min(QueryCount(sequence), KeyCount(sequence));
        return count > 0 && IsKey(sequence, 0) ? count : 0;
    }

    /// <summary>Gets the column a query has in the padded batch.</summary>
    public int QueryPosition(int sequence, int query) => _reach!.QueryPositions[QueryStart(sequence) + query];

    /// <summary>Gets the column a key has in the padded batch.</summary>
    public int KeyPosition(int sequence, int key) => _reach!.KeyPositions[Start(sequence) + key];

    /// <summary>Gets whether no column lies between a sequence's keys that is not one of them.</summary>
    public bool KeysAreRun(int sequence) =>
        KeyCount(sequence) == 0 || KeyPosition(sequence, KeyCount(sequence) - 1) - KeyPosition(sequence, 0) == KeyCount(sequence) - 1;

    private static int Stride(int columns) => (columns + 15) & ~15;

    private bool IsKey(int sequence, int query)
    {
        // Queries are the rows in their order, or the first position alone.
        int keys = KeyCount(sequence);
        return query < keys && QueryPosition(sequence, query) == KeyPosition(sequence, query);
    }

    /// <summary>Cuts a sequence's queries into blocks; returns how many floats a head's probabilities take.</summary>
    private long AddBlocks(int sequence)
    {
        long offset = 0;
        for (int number = 0; number < BlockCount(sequence); number++)
        {
            int first = number * WindowBlock;
            int count = Math.Min(WindowBlock, QueryCount(sequence) - first);
            int low = int.MaxValue;
            int high = 0;
            for (int query = first; query < first + count; query++)
            {
                (int from, int to) = Range(sequence, query);
                (low, high) = from < to ? (Math.Min(low, from), Math.Max(high, to)) : (low, high);
            }

            low = high == 0 ? 0 : low & ~15;
            _blocks[_blockStarts[sequence] + number] = new(low, high - low, checked((int)offset));
            offset += (long)count * Stride(high - low);
        }

        return offset;
    }

    /// <summary>The keys whose position is near enough: asked for each row of scores rather than kept for each, which would be memory a token.</summary>
    private (int Low, int High) Reached(int sequence, int position)
    {
        int count = KeyCount(sequence);
        if (KeysAreRun(sequence))
        {
            int at = count == 0 ? 0 : position - KeyPosition(sequence, 0);
            return (Math.Clamp(at - _reach!.Window, 0, count), Math.Clamp(at + _reach.Window + 1, 0, count));
        }

        ReadOnlySpan<int> keys = _reach!.KeyPositions.AsSpan(Start(sequence), count);
        int low = keys.BinarySearch(position - _reach.Window);
        int high = keys.BinarySearch(position + _reach.Window + 1);
        return (low < 0 ? ~low : low, high < 0 ? ~high : high);
    }

    /// <summary>What of a block is not known from its number.</summary>
    private readonly record struct KeyRun(int First, int Count, int Offset);
}
