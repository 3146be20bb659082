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

    /// <summary>The origins of several data sets whose rows follow one another.</summary>
    public static RowOrigin Join(IReadOnlyList<RowOrigin> parts)
    {
        List<string> files = [];
        List<int> fileOfRow = [];
        List<int> lines = [];
        foreach (RowOrigin part in parts)
        {
            fileOfRow.AddRange(part.FileNumbers().Select(file => file + files.Count));
            lines.AddRange(part.Lines);
            files.AddRange(part.Files);
        }

        return new RowOrigin([.. files], [.. fileOfRow], [.. lines]);
    }

    private int[] FileNumbers() => fileOfRow ?? new int[lines.Length];
}
