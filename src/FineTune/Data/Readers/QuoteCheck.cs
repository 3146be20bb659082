namespace FineTune.Data;

/// <summary>
/// Finds out whether a record of a CSV file ends inside a quoted value, as the last one does if a quote was never closed.
/// </summary>
internal static class QuoteCheck
{
    public static bool IsOpen(ReadOnlySpan<char> record, string sep)
    {
        bool quoted = false;
        bool atStart = true;
        for (int i = 0; i < record.Length; i++)
        {
            if (quoted)
            {
                bool doubled = record[i] == '"' && i + 1 < record.Length && record[i + 1] == '"';
                quoted = record[i] != '"' || doubled;
                i += doubled ? 1 : 0;
            }
            else if (record[i..].StartsWith(sep))
            {
                atStart = true;
                i += sep.Length - 1;
            }
            else
            {
                quoted = atStart && record[i] == '"';
                atStart = false;
            }
        }

        return quoted;
    }
}
