namespace FineTune.Autograd;

/// <summary>
/// One differentiable operation that was applied: what went in, and how the gradient of what came out becomes gradients of that.
/// An operation's file holds, in this order, its formula (summary), a static <c>Apply</c> (forward) and <c>Backward</c>.
/// </summary>
internal abstract class Node
{
    /// <summary>Gets the inputs a gradient may flow to, in the order the operation takes them.</summary>
    public abstract ReadOnlySpan<Tensor> Inputs { get; }

    /// <summary>Gets whether <see cref="Backward"/> reads the numbers that came out.</summary>
    public virtual bool ReadsOutput => true;

    /// <summary>
    /// Adds this operation's share to the gradient of every input that needs one, by <see cref="GradientSink"/>'s methods.
    /// <paramref name="outputGradient"/> has the output's shape and may be overwritten: nobody reads it afterwards.
    /// </summary>
    public abstract void Backward(Tensor outputGradient, GradientSink gradients);
}
