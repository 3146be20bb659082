namespace FineTune.Data;

/// <summary>Takes columns of objects apart.</summary>
internal static class FlatColumn
{
    public static bool IsObject(StoredColumn column) => column.Feature is Struct || column.Feature == Value.Struct;

    /// <summary>The objects of a column of objects.</summary>
    public static IReadOnlyDictionary<string, object?>?[] Objects(StoredColumn column) =>
        [.. Enumerable.Range(0, column.Data.Count).Select(row => (IReadOnlyDictionary<string, object?>?)column.Data.Get(row))];

    /// <summary>The column itself, or one for each key of its objects; keys that only some objects have are null in the others.</summary>
    public static IEnumerable<StoredColumn> Of(StoredColumn column)
    {
        if (!IsObject(column))
        {
            return [column];
        }

        IReadOnlyDictionary<string, object?>?[] objects = Objects(column);
        Features? known = (column.Feature as Struct)?.Fields;
        IEnumerable<string> keys = known?.Keys ?? objects.SelectMany(row => row?.Keys ?? []).Distinct(StringComparer.Ordinal);
        return keys.Select(key => Column($"{column.Name}.{key}", Array.ConvertAll(objects, row => row?.GetValueOrDefault(key)), known?[key]));
    }

    private static StoredColumn Column(string name, object?[] values, Feature? known)
    {
        static string Describe(int row) => $"row {row}";
        StoredColumn built = new(name, ColumnBuilder.Build(name, values, Describe));
        return known is null || known == Value.Struct ? built : new StoredColumn(name, known, ColumnCast.To(built, known, Describe));
    }
}
