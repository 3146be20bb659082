namespace FineTune.Classification;

/// <summary>The rows of one file, cut to the number asked for.</summary>
/// <param name="Name">train, validation or test.</param>
/// <param name="File">Where the rows came from.</param>
/// <param name="All">Every row of the file, in the order they are used.</param>
/// <param name="Rows">The rows in use: the first of <paramref name="All"/>.</param>
internal sealed record TaskSplit(string Name, string File, Dataset All, Dataset Rows)
{
    /// <summary>Gets whether any row has a label.</summary>
    public bool HasLabels(string label) => Rows.ColumnNames.Contains(label) && Rows[label].Any(value => value is not null);
}
