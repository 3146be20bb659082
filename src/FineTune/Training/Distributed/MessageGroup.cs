using System.Runtime.InteropServices;
using FineTune.Kernels;

namespace FineTune.Training;

/// <summary>
/// A group whose processes send each other messages. Everything is made of transfers between two processes, so that who waits knows for whom, and
/// sums are always added in the order of the ranks: no library's own sum says in which order it adds.
/// </summary>
internal abstract unsafe class MessageGroup : ProcessGroup
{
    // Lengths of messages are ints.
    private const int LongestSum = 1 << 28;
    private const int LongestMessage = 1 << 30;
    private float[] _parts = [];

    /// <summary>Makes all transfers, and returns when they are done.</summary>
    /// <exception cref="ProcessLostException">A process did not do its part in time.</exception>
    protected abstract void Exchange(IReadOnlyList<Transfer> transfers);

    public override void Barrier()
    {
        Span<int> lengths = stackalloc int[Size];
        lengths.Fill(1);
        Collect([1], lengths, stackalloc byte[Size]);
    }

    /// <summary>
    /// Everybody sends each other process its part of the vector, adds up its own part in the order of the ranks, and sends the sum to all.
    /// </summary>
    public override void Sum(Span<float> values)
    {
        for (int start = 0; start < values.Length; start += LongestSum)
        {
            SumBlock(values.Slice(start, Math.Min(LongestSum, values.Length - start)));
        }
    }

    public override void Collect(ReadOnlySpan<byte> mine, ReadOnlySpan<int> lengths, Span<byte> all)
    {
        fixed (byte* own = mine, target = all)
        {
            List<Transfer> transfers = [];
            int at = 0;
            for (int rank = 0; rank < Size; rank++)
            {
                Span<byte> part = all.Slice(at, lengths[rank]);
                at += lengths[rank];
                if (rank == Rank)
                {
                    mine.CopyTo(part);
                    continue;
                }

                AddIfAny(transfers, Transfer.From(rank, part));
                AddIfAny(transfers, Transfer.To(rank, mine));
            }

            Exchange(transfers);
        }
    }

    public override void Broadcast(Span<byte> bytes, int root = 0)
    {
        fixed (byte* pinned = bytes)
        {
            for (int start = 0; start < bytes.Length; start += LongestMessage)
            {
                Span<byte> piece = bytes.Slice(start, Math.Min(LongestMessage, bytes.Length - start));
                List<Transfer> transfers = [];
                for (int rank = 0; rank < Size; rank++)
                {
                    if (rank != root && (Rank == root || Rank == rank))
                    {
                        transfers.Add(Rank == root ? Transfer.To(rank, piece) : Transfer.From(root, piece));
                    }
                }

                Exchange(transfers);
            }
        }
    }

    private void SumBlock(Span<float> values)
    {
        Range[] parts = PartsOf(values.Length);
        Span<float> own = values[parts[Rank]];
        if (_parts.Length < own.Length * Size)
        {
            _parts = GC.AllocateUninitializedArray<float>(own.Length * Size, pinned: true);
        }

        Span<float> received = _parts.AsSpan(0, own.Length * Size);
        fixed (float* pinned = values)
        {
            List<Transfer> transfers = [];
            for (int rank = 0; rank < Size; rank++)
            {
                if (rank != Rank)
                {
                    AddIfAny(transfers, Transfer.From(rank, MemoryMarshal.AsBytes(received.Slice(rank * own.Length, own.Length))));
                    AddIfAny(transfers, Transfer.To(rank, MemoryMarshal.AsBytes(values[parts[rank]])));
                }
            }

            Exchange(transfers);
            AddUp(received, own);
            transfers.Clear();
            for (int rank = 0; rank < Size; rank++)
            {
                if (rank != Rank)
                {
                    AddIfAny(transfers, Transfer.From(rank, MemoryMarshal.AsBytes(values[parts[rank]])));
                    AddIfAny(transfers, Transfer.To(rank, MemoryMarshal.AsBytes(own)));
                }
            }

            Exchange(transfers);
        }
    }

    private void AddUp(Span<float> received, Span<float> own)
    {
        int length = own.Length;
        own.CopyTo(received[(Rank * length)..]);
        Span<float> sum = received[..length];
        for (int rank = 1; rank < Size; rank++)
        {
            Arithmetic.Copy(received.Slice(rank * length, length), sum, accumulate: true);
        }

        sum.CopyTo(own);
    }

    private Range[] PartsOf(int length) =>
        [.. Enumerable.Range(0, Size).Select(rank => (int)((long)length * rank / Size)..(int)((long)length * (rank + 1) / Size))];

    private static void AddIfAny(List<Transfer> transfers, Transfer transfer)
    {
        if (transfer.Length > 0)
        {
            transfers.Add(transfer);
        }
    }
}
