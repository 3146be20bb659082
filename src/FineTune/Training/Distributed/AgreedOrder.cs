namespace FineTune.Training;

/// <summary>
/// An order that each process draws from its own random numbers, which need not be those of the others: each draws, and all take that of the
/// main process.
/// </summary>
internal sealed class AgreedOrder(ProcessGroup processes, Sampler own) : Sampler
{
    /// <inheritdoc/>
    public override int Count => own.Count;

    /// <inheritdoc/>
    public override void SetEpoch(int epoch) => own.SetEpoch(epoch);

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        int[] rows = [.. own];
        processes.Broadcast(System.Runtime.InteropServices.MemoryMarshal.AsBytes(rows.AsSpan()));
        foreach (int row in rows)
        {
            yield return row;
        }
    }
}
