namespace FineTune;

/// <summary>Rows as sacrebleu's metrics want them.</summary>
internal static class TextRows
{
    /// <summary>Rows that all have as many references; empty ones, with which a row may have fewer, are left out.</summary>
    public static IEnumerable<(string Prediction, string[] References)> Aligned(string metric, IReadOnlyList<TextRow> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            TextRow row = rows[i];
            if (row.References.Count != rows[0].References.Count)
            {
                throw MetricError.ReferencesDiffer(metric, i, row.References.Count, rows[0].References.Count);
            }

            string[] given = [.. row.References.Where(reference => reference.Length > 0)];
            yield return given.Length > 0 ? (row.Prediction, given) : throw MetricError.EmptyReference(metric, i);
        }
    }
}
