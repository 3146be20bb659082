namespace FineTune.Kernels;

/// <summary>
/// Where everything of a batch's attention lies. Packed rows of sequence s are <c>Starts[s] .. Starts[s + 1]</c>, the first
/// <c>KeyCounts[s]</c> of them are keys. Probabilities are stored for each sequence, head and query as a row of
/// <see cref="KeyStride"/> floats, dropout bits as a row of <see cref="KeyStride"/> / 16 words. Queries are packed like the keys, or
/// fewer of them by themselves.
/// </summary>
internal sealed class AttentionGeometry
{
    private readonly int[] _starts;
    private readonly int[] _keyCounts;
    private readonly int[] _queryStarts;
    private readonly int[] _scoreOffsets;

    /// <summary>Initializes the geometry over arrays that it keeps.</summary>
    public AttentionGeometry(int[] starts, int[] keyCounts, int heads, int headSize, int[]? queryStarts = null)
    {
        _queryStarts = queryStarts ?? starts;
        _starts = starts;
        _keyCounts = keyCounts;
        _scoreOffsets = new int[starts.Length];
        Heads = heads;
        HeadSize = headSize;
        long offset = 0;
        for (int s = 0; s < keyCounts.Length; s++)
        {
            _scoreOffsets[s] = checked((int)offset);
            offset += (long)heads * QueryCount(s) * KeyStride(s);
        }

        _scoreOffsets[^1] = checked((int)offset);
    }

    public int Sequences => _keyCounts.Length;

    public int Heads { get; }

    public int HeadSize { get; }

    /// <summary>Gets the distance between packed rows, in floats.</summary>
    public int RowStride => Heads * HeadSize;

    /// <summary>Gets how many floats all probabilities take.</summary>
    public int ScoreCount => _scoreOffsets[^1];

    public int Start(int sequence) => _starts[sequence];

    /// <summary>Gets how many packed rows of keys and values a sequence has, of which the last may be no key.</summary>
    public int RowCount(int sequence) => _starts[sequence + 1] - _starts[sequence];

    public int QueryStart(int sequence) => _queryStarts[sequence];

    public int QueryCount(int sequence) => _queryStarts[sequence + 1] - _queryStarts[sequence];

    public int KeyCount(int sequence) => _keyCounts[sequence];

    /// <summary>The number of keys, rounded up to whole groups of sixteen.</summary>
    public int KeyStride(int sequence) => (_keyCounts[sequence] + 15) & ~15;

    /// <summary>Where the probabilities of a sequence and head begin.</summary>
    public int ScoreOffset(int sequence, int head) => _scoreOffsets[sequence] + (head * QueryCount(sequence) * KeyStride(sequence));
}
