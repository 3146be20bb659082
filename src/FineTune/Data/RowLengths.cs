using System.Collections;

namespace FineTune.Data;

/// <summary>How long each row's input is, for samplers that group rows by length.</summary>
internal static class RowLengths
{
    public static int[] Of(IReadOnlyList<Example> rows, string lengthColumnName, string modelInputName)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is Dataset dataset && dataset.ColumnNames.Contains(lengthColumnName, StringComparer.Ordinal))
        {
            return dataset[lengthColumnName].ToArray<int>();
        }

        int[] lengths = new int[rows.Count];
        for (int row = 0; row < lengths.Length; row++)
        {
            Example example = rows[row];
            lengths[row] = example.TryGetValue(modelInputName, out object? value) && value is ICollection list
                ? list.Count
                : throw DataError.NoLength(example.Place ?? $"row {row}", modelInputName, [.. example.Keys], lengthColumnName);
        }

        return lengths;
    }
}
