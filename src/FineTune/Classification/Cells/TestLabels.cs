namespace FineTune.Classification;

/// <summary>
/// The labels of a file that is only predicted. They need not be there: nothing, a mark such as <c>?</c> or <c>-1</c>, or one word in all rows that
/// training does not know, stand for a label that nobody has. A word among labels that are known is a mistake.
/// </summary>
internal static class TestLabels
{
    private static readonly HashSet<string> s_marks = new(StringComparer.OrdinalIgnoreCase) { "-1", "-1.0", "-100", "?", "??", "-", "--", "_", "NA", "N/A", "nan", "none", "null", "unknown", "unlabeled" };

    /// <summary>Gets whether a cell, which no label is known by, stands for none.</summary>
    public static bool IsMark(Cell cell) => s_marks.Contains(cell.Text.Trim());

    /// <summary>Gets the rows whose label is not known and need not be.</summary>
    public static IReadOnlySet<int> Unlabeled(TaskSplit split, string column, LabelSet labels)
    {
        Column values = split.Rows[column];
        HashSet<int> unlabeled = [];
        HashSet<int> unknown = [];
        for (int row = 0; row < values.Count; row++)
        {
            Cell cell = Cell.Of(values[row]);
            if (cell.Kind == CellKind.Missing)
            {
                unlabeled.Add(row);
            }
            else if (!labels.Knows(values[row]))
            {
                (IsMark(cell) ? unlabeled : unknown).Add(row);
            }
        }

        bool isOneWord = unlabeled.Count + unknown.Count == values.Count && unknown.Select(row => Cell.Of(values[row]).Text).Distinct(StringComparer.Ordinal).Count() == 1;
        return isOneWord ? new HashSet<int>([.. unlabeled, .. unknown]) : unlabeled;
    }
}
