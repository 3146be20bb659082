namespace FineTune.Data;

/// <summary>
/// Lists of whole numbers, end to end in large arrays, each without the numbers that it repeats at its end or its beginning: padding, masks and token
/// types, which are most of an encoded text, take no room. A row is a list anew each time it is asked for.
/// </summary>
internal sealed class IntLists : ColumnData
{
    private static readonly Sequence s_feature = new(Value.Int32);
    private readonly Row[] _rows;

    private IntLists(Row[] rows) => _rows = rows;

    public override int Count => _rows.Length;

    public override Feature Feature => s_feature;

    public override bool HasNulls => Array.Exists(_rows, row => row.IsNull);

    public override object? Get(int row) => IsNull(row) ? null : List(_rows[row]);

    public override bool IsNull(int row) => _rows[row].IsNull;

    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        Row[] taken = new Row[rows.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = _rows[rows[i]];
        }

        return new IntLists(taken);
    }

    public override ColumnData Join(ReadOnlySpan<ColumnData> parts)
    {
        Builder joined = new();
        foreach (ColumnData part in parts)
        {
            for (int row = 0; row < part.Count; row++)
            {
                joined.Add((int[]?)part.Get(row));
            }
        }

        return joined.Build();
    }

    public override ColumnData Blank(int count, ColumnData? source = null)
    {
        Builder blank = new();
        for (int row = 0; row < count; row++)
        {
            blank.Add(source is null || source.IsNull(row) ? null : []);
        }

        return blank.Build();
    }

    private static int[] List(Row row)
    {
        int[] list = new int[row.Length];
        (int start, int repeated) = row.Repeats > 0 ? (0, row.Repeats) : (-row.Repeats, -row.Repeats);
        row.Numbers.AsSpan(row.Start, row.Length - repeated).CopyTo(list.AsSpan(start));
        list.AsSpan(row.Repeats > 0 ? row.Length - repeated : 0, repeated).Fill(row.Number);
        return list;
    }

    /// <summary>Takes lists one after another.</summary>
    public sealed class Builder
    {
        private const int ArrayLength = 1 << 16;

        private readonly List<Row> _rows = [];
        private int[] _numbers = [];
        private int _count;

        public void Add(int[]? list)
        {
            if (list is null or [])
            {
                _rows.Add(new Row { Numbers = _numbers, Length = list is null ? -1 : 0 });
                return;
            }

            int ends = list.Length - 1 - list.AsSpan().LastIndexOfAnyExcept(list[^1]);
            int begins = list.AsSpan().IndexOfAnyExcept(list[0]);
            bool atEnd = ends >= begins;
            Span<int> kept = Room(list.Length - (atEnd ? ends : begins));
            list.AsSpan(atEnd ? 0 : begins, kept.Length).CopyTo(kept);
            _rows.Add(new Row
            {
                Numbers = _numbers,
                Start = _count - kept.Length,
                Length = list.Length,
                Repeats = atEnd ? ends : -begins,
                Number = atEnd ? list[^1] : list[0],
            });
        }

        public IntLists Build() => new([.. _rows]);

        private Span<int> Room(int length)
        {
            if (_count + length > _numbers.Length)
            {
                (_numbers, _count) = (new int[Math.Max(length, ArrayLength)], 0);
            }

            _count += length;
            return _numbers.AsSpan(_count - length, length);
        }
    }

    /// <summary>One list: where its numbers are, and the number it repeats, at its end or (below zero) at its beginning.</summary>
    private readonly record struct Row
    {
        public int[] Numbers { get; init; }

        public int Start { get; init; }

        public int Length { get; init; }

        public int Repeats { get; init; }

        public int Number { get; init; }

        public bool IsNull => Length < 0;
    }
}
