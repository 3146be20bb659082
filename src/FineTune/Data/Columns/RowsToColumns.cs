namespace FineTune.Data;

/// <summary>Turns rows, all with the keys of the first, into columns.</summary>
internal static class RowsToColumns
{
    public static StoredColumn[] Transpose(IReadOnlyDictionary<string, object?>[] rows, Func<int, string> describe)
    {
        if (rows.Length == 0)
        {
            return [];
        }

        string[] names = [.. rows[0].Keys];
        return Array.ConvertAll(
            names, name => new StoredColumn(name, ColumnBuilder.Build(name, Values(rows, name, names, describe), describe)));
    }

    private static object?[] Values(
        IReadOnlyDictionary<string, object?>[] rows, string name, string[] names, Func<int, string> describe)
    {
        object?[] values = new object?[rows.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            if (!rows[row].TryGetValue(name, out values[row]) || rows[row].Count != names.Length)
            {
                throw DataError.OtherKeys(describe(row), [.. rows[row].Keys], describe(0), names);
            }
        }

        return values;
    }
}
