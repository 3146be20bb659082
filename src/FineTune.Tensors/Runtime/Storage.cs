using System.Runtime.InteropServices;

namespace FineTune.Runtime;

/// <summary>
/// A pinned, 64-byte aligned block of floats, shared by the tensors that view it: a block of <see cref="BufferPool"/>, which goes back when the
/// last of them is disposed, or an array of its own, which is collected when nobody refers to it any more.
/// </summary>
internal sealed class Storage
{
    private const int PageFloats = 1024;
    private const int PagesOfGrain = 64;
    private static readonly Lock Rounding = new();
    private float[] _array;
    private int _offset;
    private PoolChunk? _chunk;
    private int _block;
    private int _users;
    private DeferredWork? _deferred;
    private int _handedOut;
    private Storage? _rounded;
    private int _roundedColumns;
    private int _handedOutThen;

    /// <summary>Initializes storage for blocks of the pool.</summary>
    public Storage() => _array = [];

    private Storage(float[] array, int offset, int length) => (_array, _offset, Length, _users) = (array, offset, length, 1);

    public int Length { get; private set; }

    /// <summary>Gets whether the block belongs to the pool.</summary>
    public bool IsPooled => _chunk is not null;

    public bool IsReleased => Volatile.Read(ref _users) <= 0;

    /// <summary>Gets the elements, after making any change that was deferred.</summary>
    public Span<float> Span
    {
        get
        {
            CompleteDeferred();
            return RawSpan;
        }
    }

    /// <summary>Gets the elements as they are, whatever is deferred.</summary>
    public Span<float> RawSpan
    {
        get
        {
            Interlocked.Increment(ref _handedOut);
            return _array.AsSpan(_offset, Length);
        }
    }

    /// <summary>Gets the elements for who only reads them, on whatever thread: it is not counted in <see cref="HandedOut"/>.</summary>
    public ReadOnlySpan<float> Peek => _array.AsSpan(_offset, Length);

    /// <summary>Gets the elements for who only reads them, after making any change that was deferred: they may have changed, but not by this.</summary>
    public ReadOnlySpan<float> ReadOnly
    {
        get
        {
            CompleteDeferred();
            return Peek;
        }
    }

    /// <summary>
    /// Gets a number that differs when the elements were handed out, and may have been changed, in between.
    /// </summary>
    public int HandedOut => Volatile.Read(ref _handedOut);

    /// <summary>Gets or sets the change that is to be made before the elements are read or written, or null.</summary>
    public DeferredWork? Deferred
    {
        get => Volatile.Read(ref _deferred);
        set
        {
            Interlocked.Increment(ref _handedOut);
            Volatile.Write(ref _deferred, value);
        }
    }

    /// <summary>Makes any change that was deferred; one may leave another to be made.</summary>
    public void CompleteDeferred()
    {
        DeferredWork? done = null;
        while (Volatile.Read(ref _deferred) is { } work && work != done)
        {
            work.Complete();
            done = work;
        }
    }

    /// <summary>Gives up any change that was deferred; what was begun comes to its end first.</summary>
    public void AbandonDeferred()
    {
        Deferred?.Abandon();
        Deferred = null;
    }

    /// <summary>
    /// Gets the elements in bfloat16, rows of so many (<see cref="Kernels.NarrowRows"/>), with the caller as one more user; null if they were not kept, or were handed
    /// out since to somebody who may have changed them.
    /// </summary>
    public Storage? TakeRounded(int columns)
    {
        lock (Rounding)
        {
            Storage? rounded = _handedOutThen == HandedOut && _roundedColumns == columns ? _rounded : null;
            rounded?.AddUser();
            return rounded;
        }
    }

    /// <summary>Keeps the elements in bfloat16, as they were when <see cref="HandedOut"/> was so much, until others are kept or there are no elements any more.</summary>
    public void KeepRounded(Storage rounded, int columns, int handedOut)
    {
        rounded.AddUser();
        Keep(rounded, columns, handedOut);
    }

    /// <summary>Keeps the elements in bfloat16 no longer; whoever took them still has them.</summary>
    public void ForgetRounded() => Keep(null, 0, 0);

    /// <summary>
    /// Makes storage with an array of its own, for what is not tied to a step. Zeros of a large array that are never written cost no
    /// resident memory.
    /// </summary>
    public static Storage Alone(int length, bool clear)
    {
        float[] array = PinnedArray.Allocate(length, clear, out int offset);
        return new Storage(array, offset, length);
    }

    /// <summary>
    /// Makes fresh zeros resident by writing to each page, on all threads. For memory that is about to be read and then written: a system gives it the
    /// page of zeros that all share when it is read, and its own when it is written, after telling all processors; together several times the cost.
    /// </summary>
    public void MakeResident() => Workers.Run((Length + PageFloats - 1) / PageFloats, PagesOfGrain, new WritePages(this));

    /// <summary>Makes storage with a copy of some numbers in an array of its own; whole pages of zeros are not written, and so not resident.</summary>
    public static Storage Copy(ReadOnlySpan<float> source)
    {
        Storage copy = Alone(source.Length, clear: true);
        for (int start = 0; start < source.Length; start += PageFloats)
        {
            ReadOnlySpan<float> page = source.Slice(start, Math.Min(PageFloats, source.Length - start));
            if (MemoryMarshal.Cast<float, uint>(page).ContainsAnyExcept(0u))
            {
                page.CopyTo(copy.RawSpan[start..]);
            }
        }

        return copy;
    }

    /// <summary>Becomes the storage of a block that was just taken from the pool.</summary>
    public void Begin(PoolChunk chunk, int block, int length)
    {
        (_chunk, _block, Length, _users) = (chunk, block, length, 1);
        (_array, _offset) = (chunk.Array, chunk.OffsetOf(block));
    }

    /// <summary>Moves the elements out of the pool into an array of their own; spans got before are of no use afterwards.</summary>
    public void LeavePool()
    {
        if (_chunk is { } chunk)
        {
            ForgetRounded();
            float[] array = PinnedArray.Allocate(Length, clear: false, out int offset);
            RawSpan.CopyTo(array.AsSpan(offset, Length));
            (_array, _offset, _chunk) = (array, offset, null);
            BufferPool.Return(chunk, _block, spare: null);
        }
    }

    public void AddUser() => Interlocked.Increment(ref _users);

    public void RemoveUser()
    {
        if (Interlocked.Decrement(ref _users) == 0 && _chunk is { } chunk)
        {
            ForgetRounded();
            (_array, Length, _chunk, _deferred) = ([], 0, null, null);
            BufferPool.Return(chunk, _block, spare: this);
        }
    }

    private void Keep(Storage? rounded, int columns, int handedOut)
    {
        if (rounded is null && _rounded is null)
        {
            return;
        }

        Storage? before;
        lock (Rounding)
        {
            before = _rounded;
            (_rounded, _roundedColumns, _handedOutThen) = (rounded, columns, handedOut);
        }

        before?.RemoveUser();
    }

    private readonly struct WritePages(Storage zeros) : IJob
    {
        public void Run(int start, int end)
        {
            Span<float> span = zeros.RawSpan;
            for (int page = start; page < end; page++)
            {
                span[page * PageFloats] = 0f;
            }
        }
    }
}
