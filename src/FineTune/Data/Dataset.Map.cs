using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Runs a function for every row and adds what it returns to the row: new columns come last, columns of the same name are replaced, and
    /// keep their <see cref="Feature"/> where all values fit it: of a <see cref="ClassLabel"/> a name becomes its number, and what is no class
    /// is an error.
    /// </summary>
    /// <param name="function">
    /// Gets a row and returns values by column name, the same names for every row: what a tokenizer's <c>Encode</c> returns, or a
    /// dictionary. If it returns null for every row, the data set stays as it is. It runs on several threads at a time; pass
    /// <paramref name="numProc"/> 1 if it must not.
    /// </param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="numProc">How many threads run the function. Default null: one for each core. The result does not depend on it.</param>
    /// <param name="progress">Gets the number of rows done, from time to time. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">The function failed; the message names the first row, the cause is inside.</exception>
    /// <exception cref="ArgumentException">Rows returned different names, a column mixes types, a value cannot be stored, or is no class of a column of classes.</exception>
    /// <exception cref="KeyNotFoundException">A column to remove does not exist.</exception>
    public Dataset Map(
        Func<Example, IReadOnlyDictionary<string, object?>?> function,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Map((row, _) => function(row), removeColumns, numProc, progress, cancellationToken);
    }

    /// <inheritdoc cref="Map(Func{Example, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    /// <param name="function">Gets a row and its number, and returns values by column name.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="numProc">How many threads run the function. Default null: one for each core. The result does not depend on it.</param>
    /// <param name="progress">Gets the number of rows done, from time to time. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public Dataset Map(
        Func<Example, int, IReadOnlyDictionary<string, object?>?> function,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = null,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        RequireAll(removeColumns);
        if (NumRows == 0)
        {
            return removeColumns is null ? this : RemoveColumns(removeColumns);
        }

        MappedRows results = new(this, function);
        RowRunner.Run(0, 1, 1, results.RunFirst, Failed("Map"), progress: null, cancellationToken);
        using RowBar? bar = RowBar.OnTerminal("Map", NumRows, progress);
        RowRunner.Run(1, NumRows, numProc, results.Run, Failed("Map"), progress ?? bar, cancellationToken);
        return results.IsEmpty ? this : Merge(results.Build(), removeColumns, NumRows, DescribeRow);
    }

    /// <summary>Keeps the rows for which a function says true.</summary>
    /// <param name="function">Gets a row. It runs on several threads at a time; pass <paramref name="numProc"/> 1 if it must not.</param>
    /// <param name="numProc">How many threads run the function. Default null: one for each core. The result does not depend on it.</param>
    /// <param name="progress">Gets the number of rows done, from time to time. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">The function failed; the message names the first row, the cause is inside.</exception>
    public Dataset Filter(
        Func<Example, bool> function, int? numProc = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Filter((row, _) => function(row), numProc, progress, cancellationToken);
    }

    /// <inheritdoc cref="Filter(Func{Example, bool}, int?, IProgress{int}?, CancellationToken)"/>
    /// <param name="function">Gets a row and its number.</param>
    /// <param name="numProc">How many threads run the function. Default null: one for each core. The result does not depend on it.</param>
    /// <param name="progress">Gets the number of rows done, from time to time. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    public Dataset Filter(
        Func<Example, int, bool> function, int? numProc = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        bool[] keep = new bool[NumRows];
        using RowBar? bar = RowBar.OnTerminal("Filter", NumRows, progress);
        RowRunner.Run(0, NumRows, numProc, row => keep[row] = function(this[row], row), Failed("Filter"), progress ?? bar, cancellationToken);
        return WithRows([.. Enumerable.Range(0, NumRows).Where(row => keep[row]).Select(Physical)]);
    }

    /// <summary>The columns of this view that stay, in place, some replaced; then the new ones. Even one that was removed passes its feature on.</summary>
    private Dataset Merge(StoredColumn[] made, IReadOnlyList<string>? removed, int rowCount, Func<int, string> describe)
    {
        OrderedDictionary<string, StoredColumn> merged = new(StringComparer.Ordinal);
        foreach (StoredColumn column in _columns)
        {
            if (removed is null || !removed.Contains(column.Name, StringComparer.Ordinal))
            {
                bool replaced = made.Any(other => other.Name == column.Name);
                merged.Add(column.Name, replaced ? column : Gathered(column));
            }
        }

        foreach (StoredColumn column in made)
        {
            merged[column.Name] = Array.Find(_columns, other => other.Name == column.Name) is { } old ? KeptFeature.Of(column, old.Feature, describe) : column;
        }

        RowOrigin? origin = rowCount == NumRows ? GatheredOrigin() : null;
        return new Dataset([.. merged.Values], rowCount, rows: null, origin, StillVisible(merged.Keys)) { Transform = Transform };
    }

    /// <summary>Columns hidden by <see cref="WithFormat"/> stay hidden, new ones are seen.</summary>
    private string[]? StillVisible(IEnumerable<string> names) => VisibleOrNull is { } visible
        ? [.. names.Where(name => visible.Contains(name) || !ColumnNames.Contains(name))]
        : null;

    private void RequireAll(IReadOnlyList<string>? names)
    {
        foreach (string name in names ?? [])
        {
            _names.Require(name);
        }
    }

    /// <summary>What the user's function threw is wrapped; what we say about what it returned is not.</summary>
    private Func<int, Exception, Exception> Failed(string operation) => (row, exception) => exception is MapResultException result
        ? new ArgumentException(result.Message)
        : DataError.RowFailed(operation, DescribeRow(row), exception);
}
