namespace FineTune.Autograd;

/// <summary>
/// Collects gradients on the way back: of leaves in <see cref="Tensor.GradBuffer"/>, of other tensors until the operation that made
/// them is reached.
/// </summary>
internal sealed class GradientSink
{
    private readonly Dictionary<Tensor, Tensor> _pending = new(ReferenceEqualityComparer.Instance);

    /// <summary>
    /// Gets where to write the whole gradient of <paramref name="input"/> (which must have <see cref="Tensor.NeedsGrad"/>), and whether
    /// to add to what is there (<paramref name="accumulate"/>) or to overwrite it (the content is then undefined).
    /// </summary>
    public Tensor Target(Tensor input, out bool accumulate)
    {
        if (input.GradFn is null)
        {
            accumulate = input.HasGradient;
            input.HasGradient = true;
            (input as Parameter)?.MarkAllRows();
            using (TensorScope.Suspend())
            {
                return input.GradBuffer ??= Tensor.Empty(input.Shape);
            }
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
            Tensor target = Target(input, out bool accumulate);
            Kernels.Arithmetic.Copy(gradient, target.Span, accumulate);
        }
    }

    /// <summary>Takes the finished gradient of a tensor that an operation made.</summary>
    public Tensor? Take(Tensor output) => _pending.Remove(output, out Tensor? gradient) ? gradient : null;
}
