using System.Text;

namespace FineTune.Data;

/// <summary>Reads a file of plain text into the column <c>text</c>.</summary>
internal static class TextFile
{
    private static readonly string[] s_column = ["text"];

    public static async Task<Dataset> ReadAsync(string path, SampleBy sampleBy, bool keepLinebreaks, CancellationToken cancellationToken)
    {
        using StreamReader text = DataFile.Open(path);
        List<string> rows = [];
        await foreach (string row in RowsAsync(text, sampleBy, keepLinebreaks, cancellationToken).ConfigureAwait(false))
        {
            rows.Add(row);
        }

        return OfRows([.. rows]);
    }

    /// <summary>Reads a file as data sets of so many rows each.</summary>
    public static IEnumerable<Dataset> Pieces(ReadableFile file, SampleBy sampleBy, bool keepLinebreaks, int rowsOfPiece)
    {
        using StreamReader text = DataFile.Text(file);
        int first = 0;
        foreach (string[] rows in RowsAsync(text, sampleBy, keepLinebreaks, CancellationToken.None).ToBlockingEnumerable().Chunk(rowsOfPiece))
        {
            yield return OfRows(rows).Numbered(first);
            first += rows.Length;
        }
    }

    /// <summary>Gets the rows one by one; line ends of any kind are read as a line feed.</summary>
    public static async IAsyncEnumerable<string> RowsAsync(
        StreamReader text,
        SampleBy sampleBy,
        bool keepLinebreaks,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        StringBuilder row = new();
        await foreach (string line in LinesAsync(text, cancellationToken).ConfigureAwait(false))
        {
            if (sampleBy == SampleBy.Line)
            {
                yield return keepLinebreaks ? line : line.TrimEnd('\n');
            }
            else if (sampleBy == SampleBy.Paragraph && line == "\n" && EndsParagraph(row))
            {
                if (row.Length > 1)
                {
                    yield return row.ToString(0, row.Length - 1);
                }

                row.Clear();
            }
            else
            {
                row.Append(line);
            }
        }

        if (sampleBy == SampleBy.Document || (sampleBy == SampleBy.Paragraph && row.Length > 0))
        {
            yield return row.ToString();
        }
    }

    /// <summary>Whether an empty line after this ends a paragraph: a line feed stands before it that no other paragraph's end has used.</summary>
    private static bool EndsParagraph(StringBuilder row) => row.Length > 0 && row[^1] == '\n';

    /// <summary>Gets the lines, each with a line feed but for a last one that has none.</summary>
    private static async IAsyncEnumerable<string> LinesAsync(
        StreamReader text, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        char[] buffer = new char[1 << 14];
        StringBuilder line = new();
        bool afterReturn = false;
        int count;
        while ((count = await text.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            for (int i = 0; i < count; i++)
            {
                char next = buffer[i];
                bool isSecondHalf = afterReturn && next == '\n';
                afterReturn = next == '\r';
                if (isSecondHalf)
                {
                    continue;
                }

                line.Append(next == '\r' ? '\n' : next);
                if (next is '\r' or '\n')
                {
                    yield return line.ToString();
                    line.Clear();
                }
            }
        }

        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }

    private static Dataset OfRows(string[] rows) => new([new StoredColumn(s_column[0], new ReferenceData<string>(rows, Value.String))], rows.Length);
}
