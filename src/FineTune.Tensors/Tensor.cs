using FineTune.Autograd;
using FineTune.Runtime;

namespace FineTune;

/// <summary>
/// float32 numbers in row-major order, and the record of how they were computed, so that <see cref="Backward(float)"/> can follow it back.
/// For whole numbers (ids, masks, labels) use <see cref="LongTensor"/>.
/// </summary>
/// <remarks>As in torch, operations return new tensors; a tensor made inside a <see cref="TensorScope"/> ends with it.</remarks>
public partial class Tensor : TensorBase, IDisposable
{
    private Storage? _storage;

    internal Tensor(Storage storage, Shape shape)
        : base(shape)
    {
        _storage = storage;
        TensorScope.Register(this);
    }

    /// <summary>Gets or sets whether <see cref="Backward(float)"/> computes a gradient for this tensor. Default false; true for a parameter.</summary>
    public bool RequiresGrad { get; set; }

    /// <summary>Gets the gradient of the last <see cref="Backward(float)"/> calls, summed, or null when there is none.</summary>
    public Tensor? Grad => HasGradient ? GradBuffer : null;

    /// <summary>Gets the elements in row-major order; writing through the span changes the tensor and is not differentiated.</summary>
    /// <remarks>
    /// Do not keep the span of a parameter, of its gradient or of an optimizer's state across the optimizer's step, which may be made later than it is called, nor that of a tensor across a forward pass that read it: get it anew, so that what was made
    /// of the numbers before is known to be out of date.
    /// </remarks>
    /// <exception cref="ObjectDisposedException">The scope the tensor was made in has ended.</exception>
    public Span<float> Span
    {
        get
        {
            if (_storage is null)
            {
                Throw.Disposed();
            }

            return _storage!.Span[..Length];
        }
    }

    /// <summary>Gets the elements without making changes that were deferred (see <see cref="DeferredWork"/>).</summary>
    internal Span<float> RawSpan => Storage.RawSpan[..Length];

    /// <summary>Gets the elements, of which only some rows (indices of the first axis, in any order, repeats allowed) are to be read.</summary>
    internal virtual ReadOnlySpan<float> RowsSpan(ReadOnlySpan<int> rows) => Span;

    /// <summary>Copies elements, from one on, for whoever writes them to a file.</summary>
    internal virtual void Read(int start, Span<float> destination) => Span.Slice(start, destination.Length).CopyTo(destination);

    /// <summary>Gets the operation this tensor came from, or null for a leaf.</summary>
    internal Node? GradFn { get; set; }

    /// <summary>Gets whether a gradient has to flow through this tensor.</summary>
    internal bool NeedsGrad => RequiresGrad || GradFn is not null;

    /// <summary>Gets or sets the memory of <see cref="Grad"/>; it outlives <see cref="ZeroGrad"/>, so that a step reuses it.</summary>
    internal Tensor? GradBuffer { get; set; }

    /// <summary>Gets or sets whether <see cref="GradBuffer"/> holds a gradient.</summary>
    internal bool HasGradient { get; set; }

    internal TensorScope? Scope { get; set; }

    internal Storage Storage => _storage ?? throw new ObjectDisposedException(nameof(Tensor));

    internal bool IsDisposed => _storage is null;

    /// <summary>Makes a tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape) => new(TensorScope.Rent(shape.NumElements, clear: true), shape);

    /// <summary>Makes a tensor filled with one value.</summary>
    public static Tensor Full(Shape shape, float value)
    {
        Tensor tensor = Empty(shape);
        tensor.Span.Fill(value);
        return tensor;
    }

    /// <summary>Makes a tensor by copying elements.</summary>
    /// <exception cref="ShapeMismatchException">The shape does not hold as many elements.</exception>
    public static Tensor From(ReadOnlySpan<float> data, Shape shape)
    {
        if (data.Length != shape.NumElements)
        {
            Throw.DataDoesNotFillShape(data.Length, shape);
        }

        Tensor tensor = Empty(shape);
        data.CopyTo(tensor.Span);
        return tensor;
    }

    /// <summary>Makes a scalar.</summary>
    public static Tensor From(float value) => Full(Shape.Scalar, value);

    /// <summary>Gets the only element.</summary>
    /// <exception cref="ShapeMismatchException">There is not exactly one.</exception>
    public float Item()
    {
        if (Length != 1)
        {
            Throw.NotAScalar(Shape);
        }

        return Span[0];
    }

    /// <summary>Gets the elements as an array of their own.</summary>
    public float[] ToArray() => Span.ToArray();

    /// <summary>Gets the same numbers without their history; the two share memory.</summary>
    public Tensor Detach() => View(Shape);

    /// <summary>Gets a copy of the numbers, without history.</summary>
    public Tensor Clone() => From(Span, Shape);

    /// <summary>Forgets the gradient: <see cref="Grad"/> is null until the next <see cref="Backward(float)"/>.</summary>
    public virtual void ZeroGrad()
    {
        HasGradient = false;
        if (GradBuffer is { } gradient)
        {
            gradient.Storage.Deferred = gradient.Storage.Deferred?.ForgetNumbers();
        }
    }

    /// <summary>Gets where the whole gradient is written, which there is from now on, outside every scope.</summary>
    /// <param name="accumulate">Whether there was one before, to be added to; otherwise the content is undefined.</param>
    internal virtual Tensor WholeGradientTarget(out bool accumulate)
    {
        accumulate = HasGradient;
        HasGradient = true;
        using (TensorScope.Suspend())
        {
            return GradBuffer ??= Empty(Shape);
        }
    }

    /// <summary>Gives the memory back; later use throws <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        ForgetElements();
        ReleaseHistory();
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the memory of the elements back, which nobody is to read any more; the history stays.</summary>
    internal void ForgetElements()
    {
        _storage?.RemoveUser();
        _storage = null;
    }

    /// <summary>Gets the numbers as NumPy prints an array's: aligned, and elided where there are more than a thousand.</summary>
    public override string ToString() => IsDisposed ? DebuggerText : ArrayText.Of<float>(Span, Shape);

    private protected override string DebuggerText => IsDisposed ? $"Tensor{Shape}, given back" : ArrayText.Line<float>("Tensor", Span, Shape);

    /// <summary>A tensor whose content is undefined until it is written.</summary>
    internal static Tensor Empty(Shape shape) => new(TensorScope.Rent(shape.NumElements, clear: false), shape);

    /// <summary>The same memory under another shape of the same length, without history.</summary>
    internal Tensor View(Shape shape)
    {
        if (shape.NumElements != Length)
        {
            Throw.DataDoesNotFillShape(Length, shape);
        }

        Storage storage = Storage;
        storage.AddUser();
        if (!TensorScope.IsOpen)
        {
            storage.LeavePool();
        }

        return new Tensor(storage, shape);
    }
}
