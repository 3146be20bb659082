namespace FineTune.Data;

/// <summary>Texts, lists or objects, kept by reference.</summary>
internal sealed class ReferenceData<T>(T?[] values, Feature feature) : ColumnData
    where T : class
{
    public override int Count => values.Length;

    public override Feature Feature => feature;

    public override bool HasNulls => Array.Exists(values, value => value is null);

    public T?[] Values => values;

    public override object? Get(int row) => values[row];

    public override bool IsNull(int row) => values[row] is null;

    public override ColumnData Take(ReadOnlySpan<int> rows)
    {
        T?[] taken = new T?[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            taken[i] = values[rows[i]];
        }

        return new ReferenceData<T>(taken, feature);
    }

    public override ColumnData Join(ReadOnlySpan<ColumnData> parts)
    {
        List<T?> joined = [];
        foreach (ColumnData part in parts)
        {
            joined.AddRange(((ReferenceData<T>)part).Values);
        }

        return new ReferenceData<T>([.. joined], feature);
    }

    public override ColumnData Blank(int count, ColumnData? source = null)
    {
        T?[] blank = new T?[count];
        if (source is not null && ValueConversion.Empty(typeof(T)) is T empty)
        {
            for (int row = 0; row < count; row++)
            {
                blank[row] = source.IsNull(row) ? null : empty;
            }
        }

        return new ReferenceData<T>(blank, feature);
    }
}
