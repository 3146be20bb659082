using System.Runtime.CompilerServices;
using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Runs a function for several rows at a time, and adds the columns it returns, which keep features as those of <c>Map</c> do. Unlike
    /// <see cref="Map(Func{Example, IReadOnlyDictionary{string, object?}?}, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    /// it may return another number of rows than it got, if all old columns are removed.
    /// </summary>
    /// <param name="function">
    /// Gets a slice of this data set (<c>batch["text"].ToArray&lt;string&gt;()</c>) and returns lists by column name. If it returns null
    /// for every batch, the data set stays as it is.
    /// </param>
    /// <param name="batchSize">The rows of a batch; the last may have fewer. Default 1000; 0 or less means all rows at once.</param>
    /// <param name="dropLastBatch">Whether to leave out a last batch that has fewer rows. Default false.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="numProc">
    /// How many threads run the function, each for another batch. Default 1: batch after batch; null for one for each core. The result does
    /// not depend on it.
    /// </param>
    /// <param name="progress">Gets the number of rows done after every batch. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">
    /// The function failed; the message names the batch's first row, the cause is inside.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// The lists differ in length, batches returned different names, or the number of rows changed while old columns stay.
    /// </exception>
    [OverloadResolutionPriority(1)] // A function that only returns null or throws fits both.
    public Dataset MapBatched(
        Func<Dataset, IReadOnlyDictionary<string, object?>?> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = 1,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapBatched((batch, _) => function(batch), batchSize, dropLastBatch, removeColumns, numProc, progress, cancellationToken);
    }

    /// <inheritdoc cref="MapBatched(Func{Dataset, IReadOnlyDictionary{string, object}}, int, bool, IReadOnlyList{string}?, int?, IProgress{int}?, CancellationToken)"/>
    /// <param name="function">Gets a slice of this data set and the number of its first row, and returns lists by column name.</param>
    /// <param name="batchSize">The rows of a batch; the last may have fewer. Default 1000; 0 or less means all rows at once.</param>
    /// <param name="dropLastBatch">Whether to leave out a last batch that has fewer rows. Default false.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="numProc">
    /// How many threads run the function, each for another batch. Default 1: batch after batch; null for one for each core. The result does
    /// not depend on it.
    /// </param>
    /// <param name="progress">Gets the number of rows done after every batch. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    [OverloadResolutionPriority(1)] // A function that only returns null or throws fits both.
    public Dataset MapBatched(
        Func<Dataset, int, IReadOnlyDictionary<string, object?>?> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = 1,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        RequireAll(removeColumns);
        int size = batchSize <= 0 ? Math.Max(1, NumRows) : batchSize;
        int rows = dropLastBatch ? NumRows - (NumRows % size) : NumRows;
        int count = (int)(((long)rows + size - 1) / size);
        Dataset BatchAt(int number) => Slice(number * size, Math.Min(size, rows - (number * size)));
        IReadOnlyDictionary<string, object?>?[] returned = new IReadOnlyDictionary<string, object?>?[count];
        using RowBar? bar = RowBar.OnTerminal("Map", rows, progress);
        IProgress<int>? watching = progress ?? bar;
        RowRunner.Run(
            0,
            count,
            numProc,
            number => returned[number] = function(BatchAt(number), number * size),
            (number, exception) => DataError.RowFailed("MapBatched", $"the batch that begins at {DescribeRow(number * size)}", exception),
            watching is null ? null : new RowsOfBatches(watching, size, rows),
            cancellationToken);
        BatchedColumns columns = new([.. _names.All.Except(removeColumns ?? [], StringComparer.Ordinal)]);
        for (int number = 0; number < count; number++)
        {
            columns.Add(number * size, Math.Min(size, rows - (number * size)), returned[number]);
        }

        return columns.IsEmpty ? Slice(0, rows) : Slice(0, rows).Merge(columns.Build(), removeColumns, columns.RowCount, BatchedColumns.DescribeRow);
    }

    /// <summary>
    /// Runs a function for several rows at a time that returns as many rows, such as what a tokenizer makes of a batch, and adds their columns:
    /// <c>dataset.MapBatched(batch => tokenizer.EncodeBatch(batch["text"], truncation: true))</c>.
    /// </summary>
    /// <param name="function">Gets a slice of this data set and returns rows, all with the same names.</param>
    /// <param name="batchSize">The rows of a batch; the last may have fewer. Default 1000; 0 or less means all rows at once.</param>
    /// <param name="dropLastBatch">Whether to leave out a last batch that has fewer rows. Default false.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="numProc">
    /// How many threads run the function, each for another batch. Default 1: batch after batch; null for one for each core. The result does
    /// not depend on it.
    /// </param>
    /// <param name="progress">Gets the number of rows done after every batch. Default null: a bar, if standard error is a terminal and it takes a while.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="InvalidOperationException">
    /// The function failed; the message names the batch's first row, the cause is inside.
    /// </exception>
    /// <exception cref="ArgumentException">
    /// Rows of a batch have different names, batches returned different names, or the number of rows changed while old columns stay.
    /// </exception>
    public Dataset MapBatched(
        Func<Dataset, IReadOnlyList<IReadOnlyDictionary<string, object?>>> function,
        int batchSize = 1000,
        bool dropLastBatch = false,
        IReadOnlyList<string>? removeColumns = null,
        int? numProc = 1,
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapBatched((batch, _) => RowsToColumns.Lists(function(batch), row => $"row {row} of the batch"), batchSize, dropLastBatch, removeColumns, numProc, progress, cancellationToken);
    }

    /// <summary>Tells batches done as rows done.</summary>
    private sealed class RowsOfBatches(IProgress<int> rowsDone, int size, int rows) : IProgress<int>
    {
        public void Report(int value) => rowsDone.Report((int)Math.Min((long)value * size, rows));
    }
}
