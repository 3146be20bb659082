namespace FineTune.Data;

/// <inheritdoc/>
internal sealed class LeafColumn<T>(ParquetLeaf leaf, T[] values, byte[] definitions, byte[] repetitions, int entries)
    : LeafColumn(leaf, definitions, repetitions, entries)
{
    public override ColumnData ToColumn(Feature feature)
    {
        if (values.Length == Entries)
        {
            return ColumnFactory.Of(values, nulls: null, feature);
        }

        T[] spread = new T[Entries];
        bool[] nulls = new bool[Entries];
        int next = 0;
        for (int row = 0; row < nulls.Length; row++)
        {
            nulls[row] = Definitions[row] != Leaf.MaxDefinition;
            spread[row] = nulls[row] ? default! : values[next++];
        }

        return ColumnFactory.Of(spread, nulls, feature);
    }

    public override object List(int firstValue, int count) => ColumnFactory.ListOf(values.AsSpan(firstValue, count), Leaf.Feature);

    protected override object Box(int value) => ColumnFactory.Box(values[value], Leaf.Feature)!;
}
