namespace FineTune.Data;

/// <summary>Writes a record of separated values (RFC 4180): quoted where it must be, and nowhere else.</summary>
internal static class CsvLine
{
    public static void Write(TextWriter text, IReadOnlyList<string> cells, char sep)
    {
        ReadOnlySpan<char> quoted = [sep, '"', '\r', '\n'];
        for (int i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                text.Write(sep);
            }

            // An empty cell that is alone in its row would make an empty line.
            bool quote = cells[i].Length == 0 ? cells.Count == 1 : cells[i].AsSpan().ContainsAny(quoted);
            text.Write(quote ? "\"" + cells[i].Replace("\"", "\"\"", StringComparison.Ordinal) + "\"" : cells[i]);
        }

        text.Write('\n');
    }
}
