using System.Runtime.InteropServices;
using FineTune.IO;
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
    private float[] _room = [];

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
    public override void Sum(Span<float> values, bool asBFloat16 = false)
    {
        for (int start = 0; start < values.Length; start += LongestSum)
        {
            Span<float> block = values.Slice(start, Math.Min(LongestSum, values.Length - start));
            if (asBFloat16)
            {
                SumBlockAsBFloat16(block);
            }
            else
            {
                SumBlock(block);
            }
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
        Span<float> received = Room<float>(own.Length * Size);
        Scatter(values, parts, received);
        own.CopyTo(received[(Rank * own.Length)..]);
        for (int rank = 0; rank < Size; rank++)
        {
            Arithmetic.Copy(received.Slice(rank * own.Length, own.Length), own, accumulate: rank > 0);
        }

        Assemble(values, parts);
    }

    private void SumBlockAsBFloat16(Span<float> values)
    {
        Range[] parts = PartsOf(values.Length);
        Span<float> own = values[parts[Rank]];
        Span<ushort> room = Room<ushort>(values.Length + (own.Length * Size));
        Span<ushort> halves = room[..values.Length];
        Span<ushort> received = room[values.Length..];
        FloatFormats.Narrow(SafetensorsDType.BF16, values, MemoryMarshal.AsBytes(halves));
        Scatter(halves, parts, received);
        Span<ushort> ownHalves = halves[parts[Rank]];
        ownHalves.CopyTo(received[(Rank * own.Length)..]);
        using Tensor part = Tensor.Empty(new Shape(own.Length));
        for (int rank = 0; rank < Size; rank++)
        {
            FloatFormats.Widen(SafetensorsDType.BF16, MemoryMarshal.AsBytes(received.Slice(rank * own.Length, own.Length)), part.Span);
            Arithmetic.Copy(part.Span, own, accumulate: rank > 0);
        }

        FloatFormats.Narrow(SafetensorsDType.BF16, own, MemoryMarshal.AsBytes(ownHalves));
        Assemble(halves, parts);
        FloatFormats.Widen(SafetensorsDType.BF16, MemoryMarshal.AsBytes(halves), values);
    }

    /// <summary>Sends each other process its part of a vector, and gets this one's part of theirs.</summary>
    private void Scatter<T>(Span<T> values, Range[] parts, Span<T> received)
        where T : unmanaged
    {
        fixed (T* pinned = values)
        {
            int length = values[parts[Rank]].Length;
            List<Transfer> transfers = [];
            for (int rank = 0; rank < Size; rank++)
            {
                if (rank != Rank)
                {
                    AddIfAny(transfers, Transfer.From(rank, MemoryMarshal.AsBytes(received.Slice(rank * length, length))));
                    AddIfAny(transfers, Transfer.To(rank, MemoryMarshal.AsBytes(values[parts[rank]])));
                }
            }

            Exchange(transfers);
        }
    }

    /// <summary>Sends this process's part of a vector to all, and gets theirs.</summary>
    private void Assemble<T>(Span<T> values, Range[] parts)
        where T : unmanaged
    {
        fixed (T* pinned = values)
        {
            List<Transfer> transfers = [];
            for (int rank = 0; rank < Size; rank++)
            {
                if (rank != Rank)
                {
                    AddIfAny(transfers, Transfer.From(rank, MemoryMarshal.AsBytes(values[parts[rank]])));
                    AddIfAny(transfers, Transfer.To(rank, MemoryMarshal.AsBytes(values[parts[Rank]])));
                }
            }

            Exchange(transfers);
        }
    }

    /// <summary>Memory that does not move.</summary>
    private Span<T> Room<T>(int length)
        where T : unmanaged
    {
        int floats = checked((int)(((long)length * sizeof(T) + sizeof(float) - 1) / sizeof(float)));
        if (_room.Length < floats)
        {
            _room = GC.AllocateUninitializedArray<float>(floats, pinned: true);
        }

        return MemoryMarshal.Cast<float, T>(_room.AsSpan())[..length];
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
