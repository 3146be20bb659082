namespace FineTune.Data;

/// <summary>A collator that makes every batch anew, and so can make it in rented memory.</summary>
internal interface IRentingCollator : IDataCollator
{
    /// <summary>Makes a batch; if <paramref name="rented"/>, whoever has asked for it ends it with <see cref="Batch.Release"/>.</summary>
    Batch Collate(IReadOnlyList<Example> examples, bool rented);
}
