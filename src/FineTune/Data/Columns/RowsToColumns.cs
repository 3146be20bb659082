namespace FineTune.Data;

/// <summary>Turns rows, all with the keys of the first, into columns.</summary>
internal static class RowsToColumns
{
    /// <summary>Makes the columns, of the features that are known of them.</summary>
    public static StoredColumn[] Transpose(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, Features? known, Func<int, string> describe) =>
        [.. Lists(rows, describe).Select(pair => KnownColumn.Stored(pair.Key, (object?[])pair.Value!, known?.GetValueOrDefault(pair.Key), describe))];

    /// <summary>Gets the values of each name, one a row, as what a batch's function returns.</summary>
    public static OrderedDictionary<string, object?> Lists(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, Func<int, string> describe)
    {
        OrderedDictionary<string, object?> lists = new(StringComparer.Ordinal);
        string[] names = rows.Count == 0 ? [] : [.. rows[0].Keys];
        foreach (string name in names)
        {
            lists.Add(name, Values(rows, name, names, describe));
        }

        return lists;
    }

    private static object?[] Values(
        IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, string name, string[] names, Func<int, string> describe)
    {
        object?[] values = new object?[rows.Count];
        for (int row = 0; row < values.Length; row++)
        {
            if (!rows[row].TryGetValue(name, out values[row]) || rows[row].Count != names.Length)
            {
                throw DataError.OtherKeys(describe(row), [.. rows[row].Keys], describe(0), names);
            }
        }

        return values;
    }
}
