namespace FineTune.Data;

/// <summary>Numbers or truth values; <paramref name="nulls"/> is null when every row has one.</summary>
internal sealed class PrimitiveData<T>(T[] values, bool[]? nulls = null) : ColumnData
    where T : struct
{
    private static readonly Value s_feature =
        typeof(T) == typeof(long) ? Value.Int64
        : typeof(T) == typeof(double) ? Value.Float64
        : typeof(T) == typeof(ulong) ? new Value("uint64")
        : typeof(T) == typeof(decimal) ? new Value("decimal128(38, 10)")
        : Value.Bool;

    public override int Count => values.Length;

    public override bool HasNulls => nulls is not null && nulls.Contains(true);

    public T[] Values => values;

    public override Feature Feature => s_feature;

    public override object? Get(int row) => IsNull(row) ? null : values[row];

    public override bool IsNull(int row) => nulls is not null && nulls[row];

    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        T[] taken = new T[rows.Length];
        bool[]? takenNulls = nulls is null ? null : new bool[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = values[rows[i]];
            if (takenNulls is not null)
            {
                takenNulls[i] = nulls![rows[i]];
            }
        }

        return new PrimitiveData<T>(taken, takenNulls);
    }

    public override ColumnData Join(ReadOnlySpan<ColumnData> parts)
    {
        int count = 0;
        bool hasNulls = false;
        foreach (ColumnData part in parts)
        {
            count += part.Count;
            hasNulls |= part.HasNulls;
        }

        T[] joined = new T[count];
        bool[]? joinedNulls = hasNulls ? new bool[count] : null;
        int start = 0;
        foreach (ColumnData part in parts)
        {
            PrimitiveData<T> next = (PrimitiveData<T>)part;
            next.Values.CopyTo(joined, start);
            next.CopyNulls(joinedNulls, start);
            start += next.Count;
        }

        return new PrimitiveData<T>(joined, joinedNulls);
    }

    public override ColumnData Blank(int count, ColumnData? source = null)
    {
        bool[] all = new bool[count];
        Array.Fill(all, true);
        return new PrimitiveData<T>(new T[count], all);
    }

    private void CopyNulls(bool[]? into, int start)
    {
        if (into is not null)
        {
            nulls?.CopyTo(into, start);
        }
    }
}
