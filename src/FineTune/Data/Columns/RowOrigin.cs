namespace FineTune.Data;

/// <summary>Where each row was read from, so that an error can say the file and the line.</summary>
internal sealed class RowOrigin(string[] files, int[]? fileOfRow, int[] lines)
{
    public RowOrigin(string file, int[] lines)
        : this([file], null, lines)
    {
    }

    private string[] Files => files;

    private int[] Lines => lines;

    public string Describe(int row) => $"{files[fileOfRow is null ? 0 : fileOfRow[row]]}, line {lines[row]}";

    public RowOrigin Take(ReadOnlySpan<int> rows)
    {
        int[] takenLines = new int[rows.Length];
        int[]? takenFiles = fileOfRow is null ? null : new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            takenLines[i] = lines[rows[i]];
            if (takenFiles is not null)
            {
                takenFiles[i] = fileOfRow![rows[i]];
            }
        }

        return new RowOrigin(files, takenFiles, takenLines);
    }

    public RowOrigin Append(RowOrigin other)
    {
        int[] second = [.. other.FileNumbers().Select(file => file + files.Length)];
        return new RowOrigin([.. files, .. other.Files], [.. FileNumbers(), .. second], [.. lines, .. other.Lines]);
    }

    private int[] FileNumbers() => fileOfRow ?? new int[lines.Length];
}
