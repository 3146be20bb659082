
namespace FineTune.Classification;

/// <summary>The labels of a cell that may hold several: a list of the format's own, a list written as text, or words between commas.</summary>
internal static class LabelCell
{
    /// <summary>
    /// Reads a cell. A text in brackets is a list if it is one of JSON, Python or NumPy (<c>["a"]</c>, <c>['a', 'b']</c>, <c>[1. 0.]</c>).
    /// </summary>
    /// <returns>Its labels, none for a missing cell; null if it is one label.</returns>
    /// <exception cref="FormatException">It is a list with something in it that is no label, or a text that begins like a list and is none.</exception>
    public static IReadOnlyList<Cell>? List(object? value)
    {
        Cell cell = Cell.Of(value);
        if (cell.Kind == CellKind.List)
        {
            return Checked(cell.Elements);
        }

        string text = cell.Text.Trim();
        return cell.Kind == CellKind.Text && text is ['[', .., ']'] or ['(', .., ')'] && LooksLikeList(text) ? Checked(ListText.Read(text)) : null;
    }

    /// <summary>Reads a cell of a column whose cells hold several labels: one that is no list holds words between commas.</summary>
    /// <inheritdoc cref="List"/>
    public static IReadOnlyList<Cell> Several(object? value)
    {
        if (List(value) is { } list)
        {
            return list;
        }

        Cell cell = Cell.Of(value);
        return cell.Kind switch
        {
            CellKind.Missing => [],
            CellKind.Text => [.. cell.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(part => Cell.Of(part))],
            CellKind.Other => throw new FormatException($"{cell.Text} is no label"),
            _ => [cell],
        };
    }

    /// <summary>Gets whether a cell holds several labels, or is a list, which might.</summary>
    /// <inheritdoc cref="List"/>
    public static bool HoldsSeveral(object? value) =>
        List(value) is not null || (Cell.Of(value) is { Kind: CellKind.Text } cell && cell.Text.Contains(',', StringComparison.Ordinal));

    /// <summary>A word in brackets may be a label's name; what has separators or quotes in it is meant as a list.</summary>
    private static bool LooksLikeList(string text) =>
        text[0] == '[' ? text.AsSpan(1, text.Length - 2).Trim().IsEmpty || text.AsSpan().ContainsAny("\"', \n") || Cell.Of(text[1..^1]).Kind is not CellKind.Text
        : text.AsSpan().ContainsAny('\'', '"') && text.Contains(',', StringComparison.Ordinal);

    private static Cell[] Checked(IEnumerable<object?> elements)
    {
        Cell[] cells = [.. elements.Select(Cell.Of)];
        int bad = Array.FindIndex(cells, cell => cell.Kind is CellKind.Missing or CellKind.List or CellKind.Other);
        return bad < 0 ? cells : throw new FormatException(cells[bad].Kind == CellKind.Missing
            ? $"element {bad} of the list is missing"
            : $"element {bad} of the list, {cells[bad].Text}, is no label");
    }
}
