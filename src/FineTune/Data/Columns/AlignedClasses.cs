namespace FineTune.Data;

/// <summary>Gives classes the numbers that a model has for them.</summary>
internal static class AlignedClasses
{
    /// <summary>Renumbers a column; -1, which stands for a missing label, and null stay.</summary>
    public static StoredColumn Of(StoredColumn column, IReadOnlyDictionary<string, int> label2Id)
    {
        ClassLabel label = column.Feature as ClassLabel ?? throw DataError.NoClassesToAlign(column.Name, column.Feature);
        KeyValuePair<string, int>[] wanted = [.. label2Id.OrderBy(pair => pair.Value)];
        ClassLabel aligned = new(Array.ConvertAll(wanted, pair => pair.Key));
        Dictionary<string, int> numbers = wanted.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        object?[] values = new object?[column.Data.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = column.Data.Get(row) switch
            {
                long id when id >= 0 => (long)Number(column.Name, label.Int2Str((int)id), numbers),
                var other => other,
            };
        }

        return new StoredColumn(column.Name, aligned, ColumnCast.To(
            new StoredColumn(column.Name, ColumnBuilder.Build(column.Name, values, row => $"row {row}")), aligned, row => $"row {row}"));
    }

    private static int Number(string column, string name, Dictionary<string, int> numbers) =>
        numbers.TryGetValue(name, out int number) ? number : throw DataError.ClassNotInMapping(column, name, [.. numbers.Keys]);
}
