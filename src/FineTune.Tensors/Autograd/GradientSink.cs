namespace FineTune.Autograd;

/// <summary>
/// Collects gradients on the way back: of leaves in <see cref="Tensor.GradBuffer"/>, of other tensors until the operation that made
/// them is reached.
/// </summary>
internal sealed class GradientSink
{
    private readonly Dictionary<Tensor, Tensor> _pending = new(ReferenceEqualityComparer.Instance);

    /// <summary>Gets or sets what becomes of the gradients of leaves.</summary>
    public required LeafGradients Leaves { get; set; }

    /// <summary>
    /// Gets where to write the whole gradient of <paramref name="input"/> (which must have <see cref="Tensor.NeedsGrad"/>), and whether
    /// to add to what is there (<paramref name="accumulate"/>) or to overwrite it (the content is then undefined).
    /// </summary>
    /// <param name="input">The tensor.</param>
    /// <param name="accumulate">Whether to add.</param>
    /// <param name="isWhole">Whether the operation adds to each element at most once: a finished sum, not the numbers it is made of.</param>
    public Tensor Target(Tensor input, out bool accumulate, bool isWhole = false)
    {
        if (input.GradFn is null)
        {
            return Leaves.Target(input, isWhole, out accumulate);
        }

        accumulate = _pending.TryGetValue(input, out Tensor? present);
        return present ?? (_pending[input] = Tensor.Empty(input.Shape));
    }

    /// <summary>
    /// Adds a gradient that is already computed, if <paramref name="input"/> wants one. <paramref name="gradient"/> is taken over:
    /// do not touch it afterwards (pass a view of what you still read), and do not pass one tensor for two inputs.
    /// </summary>
    public void Add(Tensor input, Tensor gradient)
    {
        if (input.NeedsGrad && input.GradFn is not null && _pending.TryAdd(input, gradient))
        {
            return;
        }

        AddCopy(input, gradient.Span);
        gradient.Dispose();
    }

    /// <summary>Adds a gradient that stays the caller's: it is copied, or added to what is there, if <paramref name="input"/> wants one.</summary>
    public void AddCopy(Tensor input, ReadOnlySpan<float> gradient)
    {
        if (input.NeedsGrad)
        {
            Tensor target = Target(input, out bool accumulate, isWhole: true);
            Kernels.Arithmetic.Copy(gradient, target.Span, accumulate);
        }
    }

    /// <summary>Takes the finished gradient of a tensor that an operation made.</summary>
    public Tensor? Take(Tensor output) => _pending.Remove(output, out Tensor? gradient) ? gradient : null;
}
