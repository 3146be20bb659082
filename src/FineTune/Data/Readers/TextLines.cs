namespace FineTune.Data;

/// <summary>Reads a text file as rows: each line is one, in the column <c>text</c>.</summary>
internal static class TextLines
{
    public static IEnumerable<Dataset> Pieces(ReadableFile file, int rows)
    {
        using StreamReader text = DataFile.Text(file);
        List<string> lines = [];
        int first = 0;
        while (text.ReadLine() is { } line)
        {
            lines.Add(line);
            if (lines.Count == rows)
            {
                yield return Piece(file, lines, first);
                first += rows;
                lines = [];
            }
        }

        if (lines.Count > 0)
        {
            yield return Piece(file, lines, first);
        }
    }

    private static Dataset Piece(ReadableFile file, List<string> lines, int first)
    {
        StoredColumn column = new("text", new ReferenceData<string>([.. lines], Value.String));
        RowOrigin origin = new(file.Name, [.. Enumerable.Range(first + 1, lines.Count)]);
        return new Dataset([column], lines.Count, rows: null, origin) { FirstRow = first };
    }
}
