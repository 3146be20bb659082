using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>A tensor to be written once, from its first element to its last, by another thread, as it was when it was taken.</summary>
internal sealed class KeptTensor : Tensor
{
    private readonly object _gate;
    private Storage _numbers;
    private int _first;
    private int _read;

    /// <param name="source">The tensor.</param>
    /// <param name="gate">Is locked while elements are read, and then pulsed.</param>
    public KeptTensor(Tensor source, object gate)
        : base(OutOfScope(source), source.Shape)
    {
        (_gate, _numbers) = (gate, Storage);
        Scope = null;
    }

    /// <summary>Gets how much of it is not written yet.</summary>
    public long UnreadBytes => (long)(Length - Volatile.Read(ref _read)) * sizeof(float);

    /// <summary>Copies what is not written yet, so that the source may change.</summary>
    public void Copy()
    {
        lock (_gate)
        {
            if (ReferenceEquals(_numbers, Storage))
            {
                (_numbers, _first) = (Storage.Copy(Storage.Peek[_read..]), _read);
            }
        }
    }

    /// <inheritdoc/>
    internal override void Read(int start, Span<float> destination)
    {
        lock (_gate)
        {
            if (start < _first)
            {
                throw new InvalidOperationException("Bug in FineTune: a tensor that is kept for a checkpoint is written a second time.");
            }

            _numbers.Peek.Slice(start - _first, destination.Length).CopyTo(destination);
            _read = Math.Max(_read, start + destination.Length);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Changes that were put off are made; what ends with a scope, as nothing of a checkpoint should, is copied.</summary>
    private static Storage OutOfScope(Tensor source)
    {
        ReadOnlySpan<float> numbers = source.Span;
        return source.Storage.IsPooled ? Storage.Copy(numbers) : source.Storage;
    }
}
