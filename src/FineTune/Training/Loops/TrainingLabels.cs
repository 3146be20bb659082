namespace FineTune.Training;

/// <summary>The labels of a data set, counted.</summary>
internal static class TrainingLabels
{
    private static readonly string[] s_columns = ["labels", "label", "label_ids"];

    /// <summary>Gets the rows' labels as they are in the data; nothing when there is no such column.</summary>
    public static IEnumerable<object?> Of(IEnumerable<Example> rows) => rows is Dataset dataset
        ? ColumnOf(dataset) is { } name ? dataset[name] : []
        : OfRows(rows);

    /// <summary>Gets the column that holds a data set's labels, or null.</summary>
    public static string? ColumnOf(Dataset rows) => s_columns.FirstOrDefault(rows.ColumnNames.Contains);

    /// <summary>Gets the number of a class; null for what is none.</summary>
    public static long? ClassOf(object? label) => label is int or long or short or sbyte or byte or bool
        ? Convert.ToInt64(label, System.Globalization.CultureInfo.InvariantCulture)
        : null;

    /// <summary>Counts how many labels each class has, those ignored not counted; null when the labels are no classes.</summary>
    public static long[]? CountClasses(IEnumerable<Example> rows)
    {
        List<long> counts = [];
        foreach (object? label in Of(rows))
        {
            foreach (object? item in label is System.Collections.IEnumerable several and not string ? several : new[] { label })
            {
                if (ClassOf(item) is not { } id)
                {
                    return null;
                }

                if (id != SequenceClassification.IgnoreIndex)
                {
                    Count(counts, id);
                }
            }
        }

        return counts.Count == 0 ? null : [.. counts];
    }

    /// <summary>Counts the rows, and those that have each label, where a row has a zero or one for each; null when rows have none such.</summary>
    public static (long Rows, long[] Positive)? CountSeveral(IEnumerable<Example> rows)
    {
        long all = 0;
        long[]? positive = null;
        foreach (object? label in Of(rows))
        {
            if (label is string or not System.Collections.IEnumerable)
            {
                return null;
            }

            double[] flags = [.. ((System.Collections.IEnumerable)label).Cast<object>().Select(flag => Convert.ToDouble(flag, System.Globalization.CultureInfo.InvariantCulture))];
            positive ??= new long[flags.Length];
            for (int c = 0; c < Math.Min(flags.Length, positive.Length); c++)
            {
                positive[c] += flags[c] > 0.5 ? 1 : 0;
            }

            all++;
        }

        return positive is null ? null : (all, positive);
    }

    private static IEnumerable<object?> OfRows(IEnumerable<Example> rows)
    {
        string? column = null;
        foreach (Example row in rows)
        {
            column ??= s_columns.FirstOrDefault(name => row.ContainsKey(name));
            if (column is null)
            {
                yield break;
            }

            yield return row.GetValueOrDefault(column);
        }
    }

    private static void Count(List<long> counts, long id)
    {
        if (id is < 0 or > int.MaxValue)
        {
            return; // The loss says where it is.
        }

        while (counts.Count <= id)
        {
            counts.Add(0);
        }

        counts[(int)id]++;
    }
}
