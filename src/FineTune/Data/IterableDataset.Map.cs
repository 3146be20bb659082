using System.Runtime.CompilerServices;
using FineTune.Data;

namespace FineTune;

public sealed partial class IterableDataset
{
    /// <summary>
    /// Runs a function for every row, when its turn comes, and adds what it returns to the row: new columns come last, columns of the same
    /// name are replaced.
    /// </summary>
    /// <param name="function">Gets a row and returns values by column name; null to leave the row as it is.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="features">What the result's columns hold. Default null: it is not known.</param>
    /// <remarks>While rows are read, <see cref="InvalidOperationException"/> says at which row the function failed.</remarks>
    public IterableDataset Map(
        Func<Example, IReadOnlyDictionary<string, object?>?> function, IReadOnlyList<string>? removeColumns = null, Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Map((row, _) => function(row), removeColumns, features);
    }

    /// <inheritdoc cref="Map(Func{Example, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, Features?)"/>
    /// <param name="function">Gets a row and its number, and returns values by column name; null to leave the row as it is.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="features">What the result's columns hold. Default null: it is not known.</param>
    public IterableDataset Map(
        Func<Example, long, IReadOnlyDictionary<string, object?>?> function, IReadOnlyList<string>? removeColumns = null, Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        RequireAll(removeColumns);
        RowMerge merge = new(removeColumns);
        return Changed(
            (row, number) => merge.Of(row, Run("Map", () => PlaceOf(row, number), () => function(row, number)) ?? Example.Empty),
            keepsTables: false,
            features: null).WithFeatures(features);
    }

    /// <summary>Runs a function for several rows at a time and adds the columns it returns.</summary>
    /// <param name="function">
    /// Gets rows (<c>batch["text"].ToArray&lt;string&gt;()</c>), all with the same columns, and returns lists by column name; null to leave them
    /// as they are. It may return another number of rows if all old columns are removed.
    /// </param>
    /// <param name="batchSize">The rows of a batch; the last may have fewer. Default 1000; 0 or less means all rows at once.</param>
    /// <param name="dropLastBatch">Whether to leave out a last batch that has fewer rows. Default false.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="features">What the result's columns hold. Default null: it is not known.</param>
    /// <remarks>While rows are read, <see cref="InvalidOperationException"/> says at which row the batch begins whose function failed.</remarks>
    [OverloadResolutionPriority(1)] // A function that only returns null or throws fits both.
    public IterableDataset MapBatched(
        Func<Dataset, IReadOnlyDictionary<string, object?>?> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        RequireAll(removeColumns);
        IEnumerable<Example> Apply(IReadOnlyList<Example> rows, long first)
        {
            string place = $"the batch that begins at {PlaceOf(rows[0], first)}";
            Dataset batch = Dataset.FromList(rows, Features);
            return RowsOfBatch.Of(batch, Run("MapBatched", () => place, () => function(batch)), removeColumns ?? [], place);
        }

        return With(new BatchStep(_stream, Apply, batchSize, dropLastBatch, ReadsTables), features: null).WithFeatures(features);
    }

    /// <summary>
    /// Runs a function for several rows at a time that returns as many rows, such as what a tokenizer makes of a batch, and adds their columns:
    /// <c>stream.MapBatched(batch => tokenizer.EncodeBatch(batch["text"], truncation: true))</c>.
    /// </summary>
    /// <param name="function">Gets rows, all with the same columns, and returns rows, all with the same names.</param>
    /// <param name="batchSize">The rows of a batch; the last may have fewer. Default 1000; 0 or less means all rows at once.</param>
    /// <param name="dropLastBatch">Whether to leave out a last batch that has fewer rows. Default false.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="features">What the result's columns hold. Default null: it is not known.</param>
    /// <remarks>While rows are read, <see cref="InvalidOperationException"/> says at which row the batch begins whose function failed.</remarks>
    public IterableDataset MapBatched(
        Func<Dataset, IReadOnlyList<IReadOnlyDictionary<string, object?>>> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        Features? features = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapBatched(
            batch => (IReadOnlyDictionary<string, object?>?)RowsToColumns.Lists(function(batch), row => $"row {row} of the batch"),
            batchSize,
            dropLastBatch,
            removeColumns,
            features);
    }

    /// <summary>Gives the rows for which a function says true.</summary>
    /// <param name="function">Gets a row, when its turn comes.</param>
    /// <remarks>While rows are read, <see cref="InvalidOperationException"/> says at which row the function failed.</remarks>
    public IterableDataset Filter(Func<Example, bool> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Filter((row, _) => function(row));
    }

    /// <inheritdoc cref="Filter(Func{Example, bool})"/>
    /// <param name="function">Gets a row and its number, when its turn comes.</param>
    public IterableDataset Filter(Func<Example, long, bool> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Changed((row, number) => Run("Filter", () => PlaceOf(row, number), () => function(row, number)) ? row : null, keepsTables: false, Features);
    }

    /// <summary>Makes one row of several: each column then holds lists.</summary>
    /// <param name="batchSize">How many; the last may be of fewer.</param>
    /// <param name="dropLastBatch">Whether to leave out a last row of fewer. Default false.</param>
    public IterableDataset Batch(int batchSize, bool dropLastBatch = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        IEnumerable<Example> Apply(IReadOnlyList<Example> rows, long first) => [RowLists.Of(rows)];
        return With(new BatchStep(_stream, Apply, batchSize, dropLastBatch, ReadsTables), Features is null ? null : RowLists.Of(Features));
    }

    /// <summary>Gives the rows in lists of <paramref name="batchSize"/>.</summary>
    /// <param name="batchSize">How many; the last list may have fewer.</param>
    /// <param name="dropLastBatch">Whether to leave out a last list with fewer. Default false.</param>
    public IEnumerable<Dataset> Iter(int batchSize, bool dropLastBatch = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return this.Chunk(batchSize).Where(rows => rows.Length == batchSize || !dropLastBatch).Select(rows => Dataset.FromList(rows, Features));
    }

    private IterableDataset Changed(Func<Example, long, Example?> function, bool keepsTables, Features? features) =>
        With(new TransformStep(_stream, function, keepsTables, ReadsTables), features);

    private IterableDataset WithFeatures(Features? features) => features is null ? this : Cast(features);

    private static T Run<T>(string operation, Func<string> place, Func<T> function)
    {
        try
        {
            return function();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw DataError.RowFailed(operation, place(), exception);
        }
    }

    private static string PlaceOf(Example row, long number) => row.Place ?? $"example {number}";

    private void RequireAll(IReadOnlyList<string>? names)
    {
        foreach (string name in Features is null ? [] : names ?? [])
        {
            _ = Features![name];
        }
    }
}
