namespace FineTune.Data;

/// <summary>
/// The values of one column of a row group as parquet keeps them: those that are there, and for each entry two levels that say how deep
/// it is there (definition) and at which depth it begins a new element (repetition).
/// </summary>
internal abstract class LeafColumn(ParquetLeaf leaf, byte[] definitions, byte[] repetitions, int entries)
{
    private int _entry;

    /// <summary>Gets whether every entry was taken.</summary>
    public bool AtEnd => _entry == entries;

    public int Entries => entries;

    /// <summary>Gets the levels of the next entry; at the end a new row begins.</summary>
    public int NextRepetition => repetitions.Length == 0 || AtEnd ? 0 : repetitions[_entry];

    public int NextDefinition => AtEnd
        ? throw new FormatException($"{leaf.Path} has fewer values than rows")
        : definitions.Length == 0 ? 0 : definitions[_entry];

    protected int ValuePosition { get; private set; }

    protected byte[] Definitions => definitions;

    protected ParquetLeaf Leaf => leaf;

    /// <summary>Takes one entry: a value, or null.</summary>
    public object? Take() => TakeDefinition() == leaf.MaxDefinition ? Box(ValuePosition - 1) : null;

    /// <summary>Takes a list that is there: this entry and those that follow in it.</summary>
    public object TakeList()
    {
        int first = _entry;
        int firstValue = ValuePosition;
        do
        {
            TakeDefinition();
        }
        while (NextRepetition == leaf.MaxRepetition);
        int count = _entry - first;
        return ValuePosition - firstValue == count ? List(firstValue, count) : ListWithNulls(first, firstValue, count);
    }

    /// <summary>Makes a column of values, one entry a row.</summary>
    public abstract ColumnData ToColumn(Feature feature);

    public abstract object List(int firstValue, int count);

    protected abstract object Box(int value);

    private object?[] ListWithNulls(int first, int firstValue, int count)
    {
        object?[] list = new object?[count];
        for (int i = 0; i < count; i++)
        {
            list[i] = definitions[first + i] == leaf.MaxDefinition ? Box(firstValue++) : null;
        }

        return list;
    }

    private int TakeDefinition()
    {
        int definition = NextDefinition;
        _entry++;
        ValuePosition += definition == leaf.MaxDefinition ? 1 : 0;
        return definition;
    }
}
