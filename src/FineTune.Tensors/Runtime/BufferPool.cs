namespace FineTune.Runtime;

/// <summary>
/// Memory for what ends with the step it was made in: pieces of large pinned arrays, 64-byte aligned, cut off where they fit best and put
/// together with their free neighbours when they come back.
/// </summary>
/// <remarks>
/// Batches differ in length from step to step, and so do the tensors of a step. As returned pieces merge again, the pool grows to what the
/// largest step needs, not to the sum of all lengths. Only what is written becomes resident. Whoever rents must return; what may be
/// left to the garbage collector gets an array of its own (<see cref="Storage.Alone"/>).
/// </remarks>
internal static class BufferPool
{
    private const int Alignment = 16;
    private const int SmallestChunk = 1 << 18;
    private const int LargestChunk = 1 << 26;

    // About fifty training steps of a small model.
    private const int RentsBetweenTrims = 20_000;

    private static readonly Lock Gate = new();
    private static readonly List<PoolChunk> Chunks = [];
    private static readonly Stack<Storage> Spare = new();
    private static int _rents;
    private static long _rentedFloats;
    private static long _peakFloats;

    /// <summary>Gets how many floats are rented, whole cache lines.</summary>
    public static long RentedFloats => Volatile.Read(ref _rentedFloats);

    /// <summary>Gets the most that were rented at a time since <see cref="ResetPeak"/>.</summary>
    public static long PeakFloats => Volatile.Read(ref _peakFloats);

    /// <summary>Gets how far into its arrays the pool ever reached: what of it is resident, rented or not.</summary>
    public static long TouchedFloats
    {
        get
        {
            lock (Gate)
            {
                return Chunks.Sum(chunk => (long)chunk.Touched);
            }
        }
    }

    /// <summary>Rents storage for <paramref name="length"/> floats; the content is undefined unless <paramref name="clear"/>.</summary>
    public static Storage Rent(int length, bool clear)
    {
        int size = RoundUp(length);
        Storage storage;
        lock (Gate)
        {
            if (++_rents % RentsBetweenTrims == 0)
            {
                LetGoOfTheIdle();
            }

            (PoolChunk chunk, int block) = Find(size);
            chunk.Take(block, size);
            storage = Spare.TryPop(out Storage? spare) ? spare : new Storage();
            storage.Begin(chunk, block, length);
            _rentedFloats += size;
            _peakFloats = Math.Max(_peakFloats, _rentedFloats);
        }

        if (clear)
        {
            storage.RawSpan.Clear();
        }

        return storage;
    }

    /// <summary>Takes a block back, and the object that stood for it if nobody else can refer to that.</summary>
    public static void Return(PoolChunk chunk, int block, Storage? spare)
    {
        lock (Gate)
        {
            int length = chunk.Return(block);
            _rentedFloats -= chunk.IsAbandoned ? 0 : length;
            if (spare is not null)
            {
                Spare.Push(spare);
            }
        }
    }

    /// <summary>Drops every array nothing is rented from.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            Chunks.RemoveAll(chunk => chunk.IsFree);
        }
    }

    /// <summary>
    /// Forgets every array, whatever is rented of it: when memory ran out half way through a step, nobody knows what will still be returned. Who
    /// rents a piece keeps it; its array is collected when nobody does.
    /// </summary>
    public static void Abandon()
    {
        lock (Gate)
        {
            Chunks.ForEach(chunk => chunk.IsAbandoned = true);
            Chunks.Clear();
            Spare.Clear();
            _rentedFloats = 0;
        }
    }

    /// <summary>Makes <see cref="PeakFloats"/> what is rented now.</summary>
    public static void ResetPeak()
    {
        lock (Gate)
        {
            _peakFloats = _rentedFloats;
        }
    }

    /// <summary>Finds the smallest free block that is large enough, or makes room.</summary>
    private static (PoolChunk Chunk, int Block) Find(int size)
    {
        PoolChunk? best = null;
        int block = PoolChunk.None;
        int length = int.MaxValue;
        foreach (PoolChunk chunk in Chunks)
        {
            int found = chunk.Find(size, ref length);
            if (found != PoolChunk.None)
            {
                (best, block) = (chunk, found);
            }
        }

        if (best is null)
        {
            best = AddChunk(size);
            block = best.Find(size, ref length);
        }

        return (best, block);
    }

    /// <summary>Doubles the pool, as far as there is memory for it.</summary>
    private static PoolChunk AddChunk(int size)
    {
        long all = Chunks.Sum(chunk => (long)chunk.Length);
        int wanted = Math.Max(size, (int)Math.Clamp(all, SmallestChunk, LargestChunk));
        PoolChunk chunk;
        try
        {
            chunk = new PoolChunk(wanted);
        }
        catch (OutOfMemoryException) when (wanted > size)
        {
            chunk = new PoolChunk(size);
        }

        Chunks.Add(chunk);
        return chunk;
    }

    private static void LetGoOfTheIdle()
    {
        Chunks.RemoveAll(chunk => chunk is { IsFree: true, WasUsed: false });
        Chunks.ForEach(chunk => chunk.WasUsed = !chunk.IsFree);
    }

    private static int RoundUp(int length)
    {
        if (length > PoolChunk.LongestBlock)
        {
            Throw.BufferTooLarge(length, PoolChunk.LongestBlock);
        }

        return Math.Max(Alignment, (length + Alignment - 1) / Alignment * Alignment);
    }
}
