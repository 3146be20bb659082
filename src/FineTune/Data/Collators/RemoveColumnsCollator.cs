using FineTune.Data;

namespace FineTune;

/// <summary>
/// Leaves out of every example what a model does not take, then lets another collator make the batch: how the Trainer removes unused
/// columns of examples that are no <see cref="Dataset"/>.
/// </summary>
internal sealed class RemoveColumnsCollator : IRentingCollator
{
    private readonly IDataCollator _dataCollator;
    private readonly HashSet<string> _signatureColumns;

    /// <summary>Initializes the collator.</summary>
    /// <param name="dataCollator">Makes the batch.</param>
    /// <param name="signatureColumns">The names that stay.</param>
    public RemoveColumnsCollator(IDataCollator dataCollator, IEnumerable<string> signatureColumns)
    {
        ArgumentNullException.ThrowIfNull(dataCollator);
        _dataCollator = dataCollator;
        _signatureColumns = new HashSet<string>(signatureColumns, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public Batch Collate(IReadOnlyList<Example> examples) => _dataCollator.Collate(Kept(examples));

    /// <inheritdoc/>
    Batch IRentingCollator.Collate(IReadOnlyList<Example> examples, bool rented) =>
        _dataCollator is IRentingCollator inner ? inner.Collate(Kept(examples), rented) : _dataCollator.Collate(Kept(examples));

    private Example[] Kept(IReadOnlyList<Example> examples) => [.. examples.Select(example => example.Keep(_signatureColumns))];
}
