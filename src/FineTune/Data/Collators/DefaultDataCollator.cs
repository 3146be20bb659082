using FineTune.Data;

namespace FineTune;

/// <summary>
/// Puts examples together as they are, without padding: every list must have the same length in all of them. For texts of different
/// length use <see cref="DataCollatorWithPadding"/>.
/// </summary>
/// <remarks>
/// The first example decides the keys. <c>label</c>, or else <c>label_ids</c>, becomes <c>labels</c> and comes first. Texts, and what is
/// null in the first example, are left out. Whole numbers and truth values become a <see cref="LongTensor"/>, numbers with a fraction a
/// <see cref="Tensor"/>.
/// </remarks>
public sealed class DefaultDataCollator : IRentingCollator
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">
    /// There is no example, or values cannot be put together; the message names row and column.
    /// </exception>
    public Batch Collate(IReadOnlyList<Example> examples) => ((IRentingCollator)this).Collate(examples, rented: false);

    /// <inheritdoc/>
    Batch IRentingCollator.Collate(IReadOnlyList<Example> examples, bool rented)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.Count == 0)
        {
            throw DataError.EmptyBatch();
        }

        Batch batch = new();
        string? label = Array.Find(["label", "label_ids"], name => examples[0].TryGetValue(name, out object? value) && value is not null);
        if (label is not null)
        {
            batch["labels"] = Stack.Values(label, examples, rented);
        }

        foreach ((string name, object? value) in examples[0])
        {
            if (name is not ("label" or "label_ids") && value is not null and not string)
            {
                batch[name] = Stack.Values(name, examples, rented);
            }
        }

        return batch;
    }
}
