using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Runs a function for several rows at a time that returns as many rows, such as what a tokenizer makes of a batch, and adds their columns:
    /// <c>dataset.MapBatched(batch => tokenizer.EncodeBatch(batch["text"], truncation: true))</c>.
    /// </summary>
    /// <param name="function">Gets a slice of this data set and returns rows, all with the same names. It runs on one thread, batch after batch.</param>
    /// <param name="batchSize">The rows of a batch; the last may have fewer. Default 1000; 0 or less means all rows at once.</param>
    /// <param name="dropLastBatch">Whether to leave out a last batch that has fewer rows. Default false.</param>
    /// <param name="removeColumns">Columns to leave out of the result (the function still sees them). Default none.</param>
    /// <param name="progress">Gets the number of rows done after every batch.</param>
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
        IProgress<int>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapBatched(batch => RowsToColumns.Lists(function(batch), row => $"row {row} of the batch"), batchSize, dropLastBatch, removeColumns, progress, cancellationToken);
    }
}
