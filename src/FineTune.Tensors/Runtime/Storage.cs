namespace FineTune.Runtime;

/// <summary>
/// A pinned, 64-byte aligned block of floats, shared by the tensors that view it and returned to <see cref="BufferPool"/>
/// when the last of them is disposed. A block nobody disposes is simply collected.
/// </summary>
internal sealed class Storage
{
    private readonly float[] _array;
    private readonly int _offset;
    private int _users = 1;
    private DeferredWork? _deferred;

    public Storage(float[] array, int offset, int length)
    {
        _array = array;
        _offset = offset;
        Length = length;
    }

    public int Length { get; }

    public float[] Array => _array;

    public bool IsReleased => Volatile.Read(ref _users) <= 0;

    /// <summary>Gets the elements, after making any change that was deferred.</summary>
    public Span<float> Span
    {
        get
        {
            Volatile.Read(ref _deferred)?.Complete();
            return _array.AsSpan(_offset, Length);
        }
    }

    /// <summary>Gets the elements as they are, whatever is deferred.</summary>
    public Span<float> RawSpan => _array.AsSpan(_offset, Length);

    /// <summary>Gets or sets the change that is to be made before the elements are read or written, or null.</summary>
    public DeferredWork? Deferred
    {
        get => Volatile.Read(ref _deferred);
        set => Volatile.Write(ref _deferred, value);
    }

    public void AddUser() => Interlocked.Increment(ref _users);

    public void RemoveUser()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            BufferPool.Return(_array);
        }
    }
}
