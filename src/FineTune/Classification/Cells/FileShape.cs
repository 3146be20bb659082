using FineTune.Data;

namespace FineTune.Classification;

/// <summary>Recognizes files that are not rows of cells as they stand: another separator than the expected, JSON that pandas writes by default.</summary>
internal static class FileShape
{
    private const string Orient = "Write rows: in pandas, to_json(path, orient=\"records\", lines=True).";

    private static readonly char[] s_separators = [',', ';', '\t', '|'];

    /// <summary>Looks at the first line of a csv or tsv file.</summary>
    /// <returns>What is wrong with its separator, and the fix; or null.</returns>
    public static string? SeparatorProblem(string file, string sep)
    {
        using StreamReader text = DataFile.Open(file);
        string header = text.ReadLine() ?? string.Empty;
        if (header.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && header.Length <= 5)
        {
            string named = header.Length == 5 ? $" --csv_sep \"{Spell(header[4])}\"" : " --csv_sep";
            return $"{file}: its first line, \"{header}\", names the separator for Excel and is no header. Delete that line, and pass{named} if the separator is no comma.";
        }

        if (header.Contains(sep, StringComparison.Ordinal))
        {
            return null;
        }

        char? found = s_separators.Cast<char?>().FirstOrDefault(other => other.ToString() != sep && IsBetweenNames(header, other!.Value));
        return found is { } separator
            ? $"{file}: its values seem to be separated by {Name(separator)}, not by {Name(sep[0])}: the first line is \"{Shorten(header)}\". Pass --csv_sep \"{Spell(separator)}\""
                + (separator == '\t' ? ", or save it as .tsv." : ".")
            : null;
    }

    /// <summary>Looks at what was read of a JSON file.</summary>
    /// <returns>Why its rows are none, and the fix; or null.</returns>
    public static string? JsonProblem(string file, Dataset rows)
    {
        string[] names = [.. rows.ColumnNames];
        if (names is ["schema", "data"])
        {
            return $"{file} is a table with a schema (pandas' orient=\"table\"), not rows. {Orient}";
        }

        if (names.Contains("data") && names.Contains("columns") && names.Except(["columns", "index", "data", "index_names", "column_names"]).Any() is false)
        {
            return $"{file} holds columns, index and data apart (pandas' orient=\"split\" or \"tight\"), not rows. {Orient}";
        }

        if (rows.NumRows != 1)
        {
            return null;
        }

        Cell[] cells = [.. rows[0].Values.Select(Cell.Of)];
        if (cells.Length > 0 && Array.TrueForAll(cells, cell => cell.Kind == CellKind.Other))
        {
            return $"{file} is one object of objects (pandas' to_json without arguments, or orient=\"index\"), not rows. {Orient}";
        }

        return cells.Length > 1 && Array.TrueForAll(cells, cell => cell.Kind == CellKind.List)
            ? $"{file} is one object of lists, which are columns, not rows. {Orient}"
            : names is [var key] && cells is [{ Kind: CellKind.List }] && rows[0].Values.First() is IEnumerable<object?> list && list.Any(item => item is Example)
            ? $"{file} is one object; its rows are under \"{key}\". Write them by themselves: a list of objects, or an object a line."
            : null;
    }

    private static bool IsBetweenNames(string header, char separator) =>
        header.Split(separator) is { Length: > 1 } names && names.All(name => !string.IsNullOrWhiteSpace(name));

    private static string Name(char separator) => separator == '\t' ? "a tab" : $"\"{separator}\"";

    private static string Spell(char separator) => separator == '\t' ? "\\t" : separator.ToString();

    private static string Shorten(string text) => text.Length <= 60 ? text : text[..57] + "...";
}
