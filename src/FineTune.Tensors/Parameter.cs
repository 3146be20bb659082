namespace FineTune;

/// <summary>A tensor a module learns: a leaf that requires a gradient. Lives outside every <see cref="TensorScope"/>.</summary>
/// <remarks>
/// The gradient of an embedding table is zero but for the rows that a batch used; <see cref="GradientRows"/> says which, so that
/// neither clearing, norm nor optimizer has to visit the others.
/// </remarks>
public sealed class Parameter : Tensor
{
    private bool _bufferIsZeroOutsideRows;

    /// <summary>Initializes a parameter by copying a tensor's numbers.</summary>
    public Parameter(Tensor values)
        : this((values ?? throw new ArgumentNullException(nameof(values))).Shape) => values.Span.CopyTo(Span);

    internal Parameter(Shape shape)
        : base(Runtime.Storage.Alone(shape.NumElements, clear: true), shape)
    {
        Scope = null;
        RequiresGrad = true;
    }

    /// <summary>Gets the rows (indices of the first axis) that the gradient may differ from zero in; null when any may.</summary>
    internal RowSet? GradientRows { get; private set; }

    /// <summary>Gets or sets who is told that a way back has added its whole share to the gradient.</summary>
    internal Action<Parameter>? GradientFinished { get; set; }

    /// <summary>Gets or sets the scaling that was last put off, to be used again.</summary>
    internal Runtime.DeferredWork? GradientScale { get; set; }

    /// <summary>Gets or sets the norm that was computed when a way back had finished the gradient.</summary>
    internal Optim.KnownNorm? GradientNorm { get; set; }

    /// <inheritdoc/>
    public override void ZeroGrad()
    {
        if (HasGradient && GradientRows is { } rows)
        {
            int width = Length / Shape[0];
            Span<float> gradient = GradBuffer!.RawSpan;
            foreach (int row in rows.Rows)
            {
                gradient.Slice(row * width, width).Clear();
            }

            rows.Clear();
        }

        base.ZeroGrad();
    }

    /// <summary>
    /// Brings some rows up to date (indices of the first axis, in any order, repeats allowed), after which they may be read through
    /// <see cref="Tensor.RawSpan"/>. Whoever reads <see cref="Tensor.Span"/> need not ask: it brings every row up to date.
    /// </summary>
    internal void EnsureRows(ReadOnlySpan<int> rows) => Storage.Deferred?.CompleteRows(rows);

    /// <inheritdoc/>
    internal override ReadOnlySpan<float> RowsSpan(ReadOnlySpan<int> rows)
    {
        EnsureRows(rows);
        return RawSpan;
    }

    /// <summary>
    /// Gets the buffer to add row gradients to (zero where nothing was added yet), after noting which rows they are.
    /// </summary>
    internal Tensor RowGradientTarget(ReadOnlySpan<int> rows)
    {
        if (HasGradient && GradientRows is null)
        {
            return GradBuffer!;
        }

        if (!_bufferIsZeroOutsideRows)
        {
            using (TensorScope.Suspend())
            {
                GradBuffer?.Dispose();
                GradBuffer = Zeros(Shape);
            }

            _bufferIsZeroOutsideRows = true;
            GradientNorm = null;
        }

        GradientRows ??= new RowSet(Shape[0]);
        GradientRows.Add(rows);
        HasGradient = true;
        return GradBuffer!;
    }

    /// <inheritdoc/>
    internal override Tensor WholeGradientTarget(out bool accumulate)
    {
        MarkAllRows();
        return base.WholeGradientTarget(out accumulate);
    }

    /// <summary>Gets the whole gradient to be read and written, zeros where there is none yet.</summary>
    internal Span<float> WholeGradient()
    {
        Span<float> gradient = WholeGradientTarget(out bool accumulate).Span;
        if (!accumulate)
        {
            gradient.Clear();
        }

        return gradient;
    }

    /// <summary>Lets the gradient and its memory go, half made as it may be.</summary>
    internal void DropGradient()
    {
        (HasGradient, GradientRows, GradientScale, GradientNorm, _bufferIsZeroOutsideRows) = (false, null, null, null, false);
        GradBuffer = null;
    }

    /// <summary>Notes that a dense operation writes the whole gradient.</summary>
    internal void MarkAllRows()
    {
        GradientRows = null;
        _bufferIsZeroOutsideRows = false;
    }
}
