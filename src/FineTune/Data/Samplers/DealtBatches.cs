using System.Collections;

namespace FineTune.Data;

/// <summary>The batches of one of several processes when those of one process are dealt out in turn: process r has every batch whose number leaves r.</summary>
/// <remarks>Its count is that of the rounds, the same for every process; in the last round this one may have no batch.</remarks>
internal sealed class DealtBatches(RankShare share, IBatchSampler all) : IBatchSampler
{
    /// <inheritdoc/>
    public int Count => (int)(((long)all.Count + share.Size - 1) / share.Size);

    /// <inheritdoc/>
    public void SetEpoch(int epoch) => all.SetEpoch(epoch);

    /// <inheritdoc/>
    public IEnumerator<IReadOnlyList<int>> GetEnumerator() =>
        all.Where((_, number) => number % share.Size == share.Rank).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
