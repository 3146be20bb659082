namespace FineTune.Training;

/// <summary>A process by itself: there is nobody to wait for, and its own is all there is.</summary>
internal sealed class SingleProcess : ProcessGroup
{
    public static readonly SingleProcess Instance = new();

    private SingleProcess()
    {
    }

    public override int Rank => 0;

    public override int Size => 1;

    public override int LocalRank => 0;

    public override int LocalSize => 1;

    public override void Barrier()
    {
    }

    public override void Sum(Span<float> values, bool asBFloat16 = false)
    {
    }

    public override void Collect(ReadOnlySpan<byte> mine, ReadOnlySpan<int> lengths, Span<byte> all) => mine.CopyTo(all);

    public override void Broadcast(Span<byte> bytes, int root = 0)
    {
    }

    /// <summary>Nobody waits: whoever calls it throws what it has to throw.</summary>
    public override void Abort(string reason)
    {
    }
}
