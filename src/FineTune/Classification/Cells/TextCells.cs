namespace FineTune.Classification;

/// <summary>Looks whether the cells of a text column are texts.</summary>
internal static class TextCells
{
    private const int Shown = 3;

    /// <summary>Gets what is wrong with them: a cell that its format says to be something else than a text, with file, row and value.</summary>
    /// <param name="split">The rows.</param>
    /// <param name="column">The column.</param>
    /// <param name="isNamed">Whether the user named it: then a column of nothing but numbers or truth values is taken by its characters.</param>
    public static IEnumerable<string> Problems(TaskSplit split, string column, bool isNamed)
    {
        Column values = split.Rows[column];
        if (values.Feature == Value.String)
        {
            return [];
        }

        Cell[] cells = [.. values.Select(value => value is string ? new Cell(CellKind.Text, string.Empty) : Cell.Of(value))];
        bool isPlain = isNamed && Array.TrueForAll(cells, cell => cell.IsNumeric || cell.Kind is CellKind.Truth or CellKind.Missing);
        int[] odd = isPlain ? [] : [.. Enumerable.Range(0, cells.Length).Where(row => cells[row].Kind is not (CellKind.Text or CellKind.Missing))];
        return odd.Length == 0 ? [] :
        [
            .. odd.Take(Shown).Select(row => $"{split.File}: column \"{column}\" is to be text, but {split.Rows.DescribeRow(row)} holds {Data.ValueConversion.Show(values[row])}, "
                + $"{Describe(cells[row].Kind)}. Write a text there, or name another column with --text_column_names."),
            .. odd.Length > Shown ? [$"{split.File}: {odd.Length - Shown} more rows of column \"{column}\" hold no text."] : Array.Empty<string>(),
        ];
    }

    private static string Describe(CellKind kind) => kind switch
    {
        CellKind.Integer or CellKind.Number => "a number",
        CellKind.Truth => "a truth value",
        CellKind.List => "a list",
        _ => "an object",
    };
}
