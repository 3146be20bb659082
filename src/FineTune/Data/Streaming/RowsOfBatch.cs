using System.Collections;

namespace FineTune.Data;

/// <summary>Makes rows of the lists that a function returned for a batch.</summary>
internal static class RowsOfBatch
{
    public static IEnumerable<Example> Of(
        Dataset batch, IReadOnlyDictionary<string, object?>? returned, IReadOnlyList<string> removed, string place)
    {
        if (returned is null)
        {
            return removed.Count == 0 ? batch : batch.RemoveColumns([.. removed.Intersect(batch.ColumnNames, StringComparer.Ordinal)]);
        }

        string[] names = [.. returned.Keys];
        object?[][] lists = Array.ConvertAll(names, name => Values(name, returned[name]));
        string[] kept = [.. batch.ColumnNames.Except(removed, StringComparer.Ordinal).Except(names, StringComparer.Ordinal)];
        int rows = lists.Length == 0 ? batch.NumRows : lists[0].Length;
        for (int i = 1; i < lists.Length; i++)
        {
            if (lists[i].Length != rows)
            {
                throw DataError.ColumnLengthsDiffer(names[0], rows, names[i], lists[i].Length);
            }
        }

        return rows == batch.NumRows || kept.Length == 0
            ? Rows(batch, new ColumnNames(names), lists, rows, removed)
            : throw DataError.BatchedExamples(place, rows, kept, batch.NumRows);
    }

    private static object?[] Values(string name, object? list) =>
        list is IEnumerable values and not string ? [.. values.Cast<object?>()] : throw DataError.NotAList(name, list);

    private static IEnumerable<Example> Rows(Dataset batch, ColumnNames names, object?[][] lists, int rows, IReadOnlyList<string> removed)
    {
        RowMerge merge = new(removed);
        for (int row = 0; row < rows; row++)
        {
            Example made = new(names, Array.ConvertAll(lists, list => list[row]), source: null, 0);
            yield return rows == batch.NumRows ? merge.Of(batch[row], made) : made;
        }
    }
}
