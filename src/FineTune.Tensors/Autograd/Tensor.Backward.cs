using System.Diagnostics;
using FineTune.Autograd;
using FineTune.Runtime;

namespace FineTune;

/// <content>Differentiation.</content>
public partial class Tensor
{
    /// <summary>
    /// Computes the gradient of this scalar with respect to every parameter that led to it and adds it to <see cref="Grad"/>.
    /// The recorded history is used up.
    /// </summary>
    /// <param name="gradient">What the scalar's own gradient is taken to be. Default 1; gradient accumulation passes a share.</param>
    /// <exception cref="ShapeMismatchException">The tensor has more than one element.</exception>
    /// <exception cref="InvalidOperationException">Nothing that requires a gradient led to this tensor.</exception>
    public void Backward(float gradient = 1f)
    {
        if (Length != 1)
        {
            Throw.NotAScalar(Shape);
        }

        if (GradFn is null)
        {
            Throw.NoGradient();
        }

        // What lies between the results ends here, whether or not the caller has a scope open.
        using TensorScope scope = new();
        long begin = Stopwatch.GetTimestamp();
        BackwardPass.Run(this, Full(Shape, gradient));
        Profile.Current?.AddPhase(nameof(Backward), begin, Stopwatch.GetTimestamp());
    }

    /// <summary>Records that this tensor came from an operation, if recording is on and an input wants a gradient.</summary>
    internal static bool ShouldRecord(params ReadOnlySpan<Tensor?> inputs)
    {
        if (AutogradMode.Enabled)
        {
            foreach (Tensor? input in inputs)
            {
                if (input is { NeedsGrad: true })
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Forgets the operation this tensor came from, and what it kept.</summary>
    internal void ReleaseHistory()
    {
        (GradFn as IDisposable)?.Dispose();
        GradFn = null;
    }
}
