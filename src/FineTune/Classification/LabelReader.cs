using System.Globalization;

namespace FineTune.Classification;

/// <summary>Turns the label column of a split into what the loss takes, and says which rows have none.</summary>
internal static class LabelReader
{
    private const int Shown = 5;

    /// <summary>Gets one label a row: a class id, a number, or zeros and ones for every class.</summary>
    /// <exception cref="RunException">Rows have no label, or one that is not known; each such label is named with its rows.</exception>
    /// <param name="split">The rows.</param>
    /// <param name="column">The label column.</param>
    /// <param name="labels">The labels there are.</param>
    /// <param name="unlabeled">The rows whose label does not matter. Default null: none.</param>
    public static Array Read(TaskSplit split, string column, LabelSet labels, IReadOnlySet<int>? unlabeled = null)
    {
        Column values = split.Rows[column];
        Dictionary<string, List<int>> bad = new(StringComparer.Ordinal);
        Array result = labels.Problem switch
        {
            ProblemType.Regression => ReadNumbers(values, bad),
            ProblemType.MultiLabelClassification => ReadSeveral(values, labels, bad),
            _ => ReadClasses(values, labels, bad),
        };
        foreach ((string text, List<int> rows) in unlabeled is null ? [] : bad.ToArray())
        {
            rows.RemoveAll(unlabeled!.Contains);
            _ = rows.Count > 0 || bad.Remove(text);
        }

        return bad.Count == 0 ? result : throw new RunException([.. bad.Select(pair => Describe(split, column, labels, pair.Key, pair.Value))]);
    }

    private static long[] ReadClasses(Column values, LabelSet labels, Dictionary<string, List<int>> bad)
    {
        long[] ids = new long[values.Count];
        for (int row = 0; row < ids.Length; row++)
        {
            Cell cell = Cell.Of(values[row]);
            ids[row] = cell.Kind == CellKind.Missing ? NoLabel(bad, row) : labels.IdOf(cell) ?? Unknown(bad, cell.Text, row);
        }

        return ids;
    }

    private static double[] ReadNumbers(Column values, Dictionary<string, List<int>> bad)
    {
        double[] numbers = new double[values.Count];
        for (int row = 0; row < numbers.Length; row++)
        {
            Cell cell = Cell.Of(values[row]);
            numbers[row] = cell.Kind == CellKind.Missing ? NoLabel(bad, row) : cell.AsNumber() ?? Unknown(bad, cell.Text, row);
        }

        return numbers;
    }

    private static float[][] ReadSeveral(Column values, LabelSet labels, Dictionary<string, List<int>> bad)
    {
        float[][] rows = new float[values.Count][];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = new float[labels.Names.Count];
            try
            {
                if (labels.Format == LabelFormat.MultiHot)
                {
                    ReadBits(values[row], rows[row], row, bad);
                }
                else
                {
                    ReadNames(values[row], rows[row], row, labels, bad);
                }
            }
            catch (FormatException error)
            {
                Unknown(bad, error.Message, row);
            }
        }

        return rows;
    }

    private static void ReadBits(object? value, float[] bits, int row, Dictionary<string, List<int>> bad)
    {
        IReadOnlyList<Cell>? list = LabelCell.List(value);
        for (int place = 0; place < bits.Length; place++)
        {
            if (list?.Count == bits.Length && LabelColumn.Bit(list[place]) is { } bit)
            {
                bits[place] = bit;
            }
            else
            {
                Unknown(bad, Cell.Of(value).Text, row);
                return;
            }
        }
    }

    private static void ReadNames(object? value, float[] bits, int row, LabelSet labels, Dictionary<string, List<int>> bad)
    {
        foreach (Cell name in LabelCell.Several(value))
        {
            if (labels.IdOf(name) is { } id)
            {
                bits[id] = 1f;
            }
            else
            {
                Unknown(bad, name.Text, row);
            }
        }
    }

    private static int NoLabel(Dictionary<string, List<int>> bad, int row) => Unknown(bad, string.Empty, row);

    private static int Unknown(Dictionary<string, List<int>> bad, string text, int row)
    {
        if (!bad.TryGetValue(text, out List<int>? rows))
        {
            bad[text] = rows = [];
        }

        rows.Add(row);
        return 0;
    }

    private static string Describe(TaskSplit split, string column, LabelSet labels, string text, List<int> rows)
    {
        string where = string.Join("; ", rows.Take(Shown).Select(split.Rows.DescribeRow)) + (rows.Count > Shown ? $"; and {rows.Count - Shown} more" : string.Empty);
        string what = text.Length == 0 ? $"column \"{column}\" has no label" : $"the label \"{text}\"";
        string fix = labels.Problem == ProblemType.Regression
            ? "Expected a number: correct these rows, or pass --do_regression false."
            : text.Length == 0 ? "Give these rows a label, or take them out."
            : labels.NumbersAreIds ? $"is none of the model's labels ({Names(labels)}). Correct these rows."
            : $"does not occur in the training file, whose labels are {Names(labels)}. Correct these rows, or add training rows with it.";
        return $"{split.File}: {what}{(fix.StartsWith("Expected", StringComparison.Ordinal) || text.Length == 0 ? ": " : " ")}{fix} ({where})";
    }

    private static string Names(LabelSet labels) =>
        string.Join(", ", labels.Names.Take(20)) + (labels.Names.Count > 20 ? $" and {labels.Names.Count - 20} more" : string.Empty);
}
