using System.Runtime.CompilerServices;

namespace FineTune.Kernels;

/// <summary>
/// The distances between a run of queries and a run of keys. Products with them have a row for each query, greatest distance first, or one for
/// each key, least distance first, of <see cref="Step"/> floats.
/// </summary>
internal readonly unsafe struct RelativeRun
{
    private readonly AttentionGeometry _geometry;
    private readonly int _sequence;
    private readonly int _firstQuery;
    private readonly int _queryCount;
    private readonly int _firstKey;
    private readonly bool _hasGaps;

    public RelativeRun(AttentionGeometry geometry, int sequence, int firstQuery, int queryCount, int firstKey, int keyCount)
    {
        _geometry = geometry;
        _sequence = sequence;
        _firstQuery = firstQuery;
        _queryCount = queryCount;
        _firstKey = firstKey;
        _hasGaps = !geometry.KeysAreRun(sequence);
        KeyCount = keyCount;
        Highest = geometry.QueryPosition(sequence, firstQuery + queryCount - 1) - geometry.KeyPosition(sequence, firstKey);
        Lowest = geometry.QueryPosition(sequence, firstQuery) - geometry.KeyPosition(sequence, firstKey + keyCount - 1);
    }

    public int KeyCount { get; }

    public int Highest { get; }

    public int Lowest { get; }

    /// <summary>Gets how many distances there are.</summary>
    public int Length => Highest - Lowest + 1;

    /// <summary>Gets the length of a row, one more than the distances at least, so that rows one float closer do not meet.</summary>
    public int Step => (Length + 16) & ~15;

    /// <summary>scores[j] += the element of a query's row that belongs to key j; writes up to whole groups of sixteen.</summary>
    public void AddKeys<W>(float* row, int query, float* scores)
        where W : struct, ILanes<W>
    {
        int shift = Highest - Distance(query, 0);
        if (!_hasGaps)
        {
            Add<W>(row + shift, scores, KeyCount);
            return;
        }

        for (int j = 0; j < KeyCount; j++)
        {
            scores[j] += row[Highest - Distance(query, j)];
        }
    }

    /// <summary>The reverse of <see cref="AddKeys"/> for the first query: the element of its row that belongs to key j += scores[j].</summary>
    public void CollectKeys<W>(float* scores, float* row)
        where W : struct, ILanes<W>
    {
        if (!_hasGaps)
        {
            Add<W>(scores, row + (Highest - Distance(0, 0)), KeyCount);
            return;
        }

        for (int j = 0; j < KeyCount; j++)
        {
            row[Highest - Distance(0, j)] += scores[j];
        }
    }

    /// <summary>scores[i, j] += the element of key j's row that belongs to query i; <paramref name="turned"/> is room for 64 floats a query.</summary>
    public void AddQueries<W>(float* rows, float* turned, float* scores, int stride)
        where W : struct, ILanes<W>
    {
        int width = (KeyCount + 15) & ~15;
        if (!_hasGaps)
        {
            Slivers.Transpose(rows + (Distance(0, 0) - Lowest), Step - 1, KeyCount, _queryCount, turned, width);
        }

        for (int i = 0; i < _queryCount; i++)
        {
            float* line = scores + (i * stride);
            if (!_hasGaps)
            {
                Add<W>(turned + (i * width), line, KeyCount);
                continue;
            }

            for (int j = 0; j < KeyCount; j++)
            {
                line[j] += rows[(j * Step) + Distance(i, j) - Lowest];
            }
        }
    }

    /// <summary>The reverse of <see cref="AddKeys"/> for all queries: rows of scores in their places of rows of distances, 0 elsewhere.</summary>
    public void SpreadKeys(float* scores, int stride, float* rows)
    {
        new Span<float>(rows, _queryCount * Step).Clear();
        for (int i = 0; i < _queryCount; i++)
        {
            float* row = rows + (i * Step);
            if (!_hasGaps)
            {
                new Span<float>(scores + (i * stride), KeyCount).CopyTo(new Span<float>(row + (Highest - Distance(i, 0)), KeyCount));
                continue;
            }

            for (int j = 0; j < KeyCount; j++)
            {
                row[Highest - Distance(i, j)] = scores[(i * stride) + j];
            }
        }
    }

    /// <summary>The reverse of <see cref="AddQueries"/>.</summary>
    public void SpreadQueries(float* scores, int stride, float* rows)
    {
        int start = Distance(0, 0) - Lowest;
        if (!_hasGaps)
        {
            // Rows one float closer reach to the end but for one float, zeros behind their elements.
            new Span<float>(rows, start).Clear();
            Slivers.Transpose(scores, stride, _queryCount, KeyCount, rows + start, Step - 1);
            rows[(KeyCount * Step) - 1] = 0f;
            return;
        }

        new Span<float>(rows, KeyCount * Step).Clear();
        for (int j = 0; j < KeyCount; j++)
        {
            for (int i = 0; i < _queryCount; i++)
            {
                rows[(j * Step) + Distance(i, j) - Lowest] = scores[(i * stride) + j];
            }
        }
    }

    private int Distance(int query, int key) =>
        _geometry.QueryPosition(_sequence, _firstQuery + query) - _geometry.KeyPosition(_sequence, _firstKey + key);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<W>(float* source, float* destination, int count)
        where W : struct, ILanes<W>
    {
        for (int j = 0; j < count; j += W.Count)
        {
            (W.Load(ref destination[j]) + W.Load(ref source[j])).Store(ref destination[j]);
        }
    }
}
