namespace FineTune.Data;

/// <summary>Numbers or truth values; <paramref name="nulls"/> is null when every row has one.</summary>
internal sealed class PrimitiveData<T>(T[] values, bool[]? nulls = null) : ColumnData
    where T : struct
{
    public override int Count => values.Length;

    public override bool HasNulls => nulls is not null && nulls.Contains(true);

    public T[] Values => values;

    public override Feature Feature =>
        typeof(T) == typeof(long) ? Value.Int64 : typeof(T) == typeof(double) ? Value.Float64 : Value.Bool;

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
        PrimitiveData<T>[] all = new PrimitiveData<T>[parts.Length];
        for (int i = 0; i < all.Length; i++)
        {
            all[i] = (PrimitiveData<T>)parts[i];
        }

        bool[]? joined = Array.Exists(all, part => part.HasNulls) ? [.. all.SelectMany(part => part.NullFlags())] : null;
        return new PrimitiveData<T>([.. all.SelectMany(part => part.Values)], joined);
    }

    public override ColumnData Blank(int count, ColumnData? source = null)
    {
        bool[] all = new bool[count];
        Array.Fill(all, true);
        return new PrimitiveData<T>(new T[count], all);
    }

    private bool[] NullFlags() => nulls ?? new bool[values.Length];
}
