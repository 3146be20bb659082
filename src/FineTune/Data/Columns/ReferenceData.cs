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

    public override ColumnData Append(ColumnData other) => new ReferenceData<T>([.. values, .. ((ReferenceData<T>)other).Values], feature);
}
