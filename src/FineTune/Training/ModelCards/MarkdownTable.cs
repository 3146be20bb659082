using System.Text;

namespace FineTune.Training;

/// <summary>A table whose columns are as wide as what is in them, as the reference pads them.</summary>
internal static class MarkdownTable
{
    /// <summary>Writes a table of cells that are escaped already.</summary>
    public static string Write(IReadOnlyList<string> header, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        int[] widths = [.. header.Select((name, column) => rows.Select(row => Width(row[column])).Append(Width(name)).Max())];
        StringBuilder table = new();
        AppendRow(table, header, widths);
        table.Append(string.Concat(widths.Select(width => $"|:{new string('-', width)}:"))).Append("|\n");
        foreach (IReadOnlyList<string> row in rows)
        {
            AppendRow(table, row, widths);
        }

        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, IReadOnlyList<string> cells, int[] widths)
    {
        for (int i = 0; i < cells.Count; i++)
        {
            table.Append("| ").Append(cells[i]).Append(' ', widths[i] - Width(cells[i]) + 1);
        }

        table.Append("|\n");
    }

    private static int Width(string cell) => cell.EnumerateRunes().Count();
}
