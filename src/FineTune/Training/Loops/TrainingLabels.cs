namespace FineTune.Training;

/// <summary>The labels of a data set, counted.</summary>
internal static class TrainingLabels
{
    private const long Ignored = -100;
    private static readonly string[] s_columns = ["labels", "label", "label_ids"];

    /// <summary>Gets the rows' labels as they are in the data; nothing when there is no such column.</summary>
    public static IEnumerable<object?> Of(IEnumerable<Example> rows) => rows is Dataset dataset
        ? s_columns.FirstOrDefault(dataset.ColumnNames.Contains) is { } name ? dataset[name] : []
        : OfRows(rows);

    /// <summary>Counts how many labels each class has, those ignored not counted; null when the labels are no classes.</summary>
    public static long[]? CountClasses(IEnumerable<Example> rows)
    {
        List<long> counts = [];
        foreach (object? label in Of(rows))
        {
            foreach (object? item in label is System.Collections.IEnumerable several and not string ? several : new[] { label })
            {
                if (item is not (int or long or short or sbyte or byte or bool))
                {
                    return null;
                }

                long id = Convert.ToInt64(item, System.Globalization.CultureInfo.InvariantCulture);
                if (id != Ignored)
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
