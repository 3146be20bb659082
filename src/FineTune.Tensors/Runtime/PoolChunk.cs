namespace FineTune.Runtime;

/// <summary>
/// One large array of <see cref="BufferPool"/>, divided into blocks; neighbours know each other, so that free ones merge. Used under the pool's lock.
/// </summary>
internal sealed class PoolChunk
{
    /// <summary>No block.</summary>
    public const int None = -1;

    /// <summary>The longest block there can be, in floats.</summary>
    public const int LongestBlock = PinnedArray.MaxLength;

    private readonly int _offset;
    private readonly Stack<int> _unusedRecords = new();
    private Block[] _blocks = new Block[64];
    private int[] _free = new int[64];
    private int _freeCount;
    private int _records;

    /// <summary>Initializes a chunk with one free block of <paramref name="length"/> floats.</summary>
    public PoolChunk(int length)
    {
        Array = PinnedArray.Allocate(length, clear: false, out _offset);
        Length = length;
        int all = NewRecord();
        _blocks[all] = new Block { Start = 0, Length = length, Previous = None, Next = None };
        AddFree(all);
    }

    public float[] Array { get; }

    public int Length { get; }

    /// <summary>Gets the end of the furthest block that was ever taken.</summary>
    public int Touched { get; private set; }

    /// <summary>Gets or sets whether the pool has forgotten it.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Gets or sets whether a block was taken since this was last set to false.</summary>
    public bool WasUsed { get; set; }

    /// <summary>Gets whether nothing is taken.</summary>
    public bool IsFree => _freeCount == 1 && _blocks[_free[0]].Length == Length;

    /// <summary>Gets where a block begins in <see cref="Array"/>.</summary>
    public int OffsetOf(int block) => _offset + _blocks[block].Start;

    /// <summary>
    /// Finds the smallest free block of at least <paramref name="size"/> floats that is smaller than <paramref name="length"/>, which becomes its
    /// length.
    /// </summary>
    public int Find(int size, ref int length)
    {
        int best = None;
        for (int i = 0; i < _freeCount; i++)
        {
            int candidate = _blocks[_free[i]].Length;
            if (candidate >= size && candidate < length)
            {
                (best, length) = (_free[i], candidate);
            }
        }

        return best;
    }

    /// <summary>Takes the first <paramref name="size"/> floats of a free block; the rest stays free.</summary>
    public void Take(int block, int size)
    {
        RemoveFree(block);
        int rest = _blocks[block].Length - size;
        if (rest > 0)
        {
            int record = NewRecord();
            ref Block whole = ref _blocks[block];
            _blocks[record] = new Block { Start = whole.Start + size, Length = rest, Previous = block, Next = whole.Next };
            if (whole.Next != None)
            {
                _blocks[whole.Next].Previous = record;
            }

            whole.Next = record;
            whole.Length = size;
            AddFree(record);
        }

        WasUsed = true;
        Touched = Math.Max(Touched, _blocks[block].Start + size);
    }

    /// <summary>Makes a block free, together with its free neighbours, and gets how long it was.</summary>
    public int Return(int block)
    {
        int length = _blocks[block].Length;
        int next = _blocks[block].Next;
        if (next != None && _blocks[next].IsFree)
        {
            RemoveFree(next);
            Absorb(block, next);
        }

        int previous = _blocks[block].Previous;
        if (previous != None && _blocks[previous].IsFree)
        {
            RemoveFree(previous);
            Absorb(previous, block);
            block = previous;
        }

        AddFree(block);
        return length;
    }

    /// <summary>Adds the next block's room to a block.</summary>
    private void Absorb(int block, int next)
    {
        int afterwards = _blocks[next].Next;
        _blocks[block].Length += _blocks[next].Length;
        _blocks[block].Next = afterwards;
        if (afterwards != None)
        {
            _blocks[afterwards].Previous = block;
        }

        _unusedRecords.Push(next);
    }

    private void AddFree(int block)
    {
        if (_freeCount == _free.Length)
        {
            System.Array.Resize(ref _free, 2 * _freeCount);
        }

        _blocks[block].FreeIndex = _freeCount;
        _blocks[block].IsFree = true;
        _free[_freeCount++] = block;
    }

    private void RemoveFree(int block)
    {
        int index = _blocks[block].FreeIndex;
        int last = _free[--_freeCount];
        _free[index] = last;
        _blocks[last].FreeIndex = index;
        _blocks[block].IsFree = false;
    }

    private int NewRecord()
    {
        if (_unusedRecords.TryPop(out int record))
        {
            return record;
        }

        if (_records == _blocks.Length)
        {
            System.Array.Resize(ref _blocks, 2 * _records);
        }

        return _records++;
    }

    private struct Block
    {
        public int Start;
        public int Length;
        public int Previous;
        public int Next;
        public int FreeIndex;
        public bool IsFree;
    }
}
