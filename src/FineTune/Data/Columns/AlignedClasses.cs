namespace FineTune.Data;

/// <summary>Gives classes the numbers that a model has for them.</summary>
internal static class AlignedClasses
{
    /// <summary>Renumbers a column of classes or of lists of them; -1, which stands for a missing label, and null stay.</summary>
    public static StoredColumn Of(StoredColumn column, IReadOnlyDictionary<string, int> label2Id)
    {
        ClassLabel label = column.Feature as ClassLabel ?? (column.Feature as Sequence)?.Of as ClassLabel
            ?? throw DataError.NoClassesToAlign(column.Name, column.Feature);
        KeyValuePair<string, int>[] wanted = [.. label2Id.OrderBy(pair => pair.Value)];
        ClassLabel aligned = new(Array.ConvertAll(wanted, pair => pair.Key));
        Dictionary<string, int> numbers = wanted.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        object? Renumbered(object? value) => value switch
        {
            long id and >= 0 => (long)Number(column.Name, label.Int2Str((int)id), numbers),
            System.Collections.IEnumerable list and not string => RowLists.Of(list.Cast<object?>().Select(Renumbered)),
            _ => value,
        };
        object?[] values = [.. Enumerable.Range(0, column.Data.Count).Select(row => Renumbered(column.Data.Get(row)))];
        StoredColumn built = new(column.Name, ColumnBuilder.Build(column.Name, values, row => $"row {row}"));
        return column.Feature is Sequence sequence
            ? built with { Feature = sequence with { Of = aligned } }
            : built with { Feature = aligned, Data = ColumnCast.To(built, aligned, row => $"row {row}") };
    }

    private static int Number(string column, string name, Dictionary<string, int> numbers) =>
        numbers.TryGetValue(name, out int number) ? number : throw DataError.ClassNotInMapping(column, name, [.. numbers.Keys]);
}
