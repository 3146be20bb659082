namespace FineTune.Data;

/// <summary>What makes the rows that a data set shows out of those it has, each time they are asked for.</summary>
/// <param name="Function">Gets one row as a data set and returns lists of one value by column name.</param>
/// <param name="Columns">What the function gets to see; null for all.</param>
/// <param name="OutputAllColumns">Whether columns the function does not see are shown as they are.</param>
internal sealed record RowTransform(Func<Dataset, IReadOnlyDictionary<string, object?>> Function, IReadOnlyList<string>? Columns, bool OutputAllColumns)
{
    private readonly RowMerge _merge = new(removeColumns: null);

    /// <param name="row">The row as a data set of its own, without transform.</param>
    /// <param name="place">What an error calls it.</param>
    public Example Of(Dataset row, string place)
    {
        Dataset seen = Columns is null ? row : row.SelectColumns(Columns);
        Example made = Single(RowsOfBatch.Of(seen, Run(seen, place), seen.ColumnNames, place), place);
        return OutputAllColumns && Columns is not null ? _merge.Of(row.RemoveColumns(Columns)[0], made) : made;
    }

    private static Example Single(IEnumerable<Example> rows, string place) =>
        rows.ToArray() is [Example one] ? one : throw DataError.TransformRows(place, rows.Count());

    private IReadOnlyDictionary<string, object?> Run(Dataset row, string place)
    {
        try
        {
            return Function(row);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw DataError.RowFailed("The transform", place, exception);
        }
    }
}
