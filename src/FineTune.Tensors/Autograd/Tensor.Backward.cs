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
        GradientSink gradients = new();
        gradients.Add(this, Full(Shape, gradient));
        foreach (Tensor tensor in ReverseOrder(this))
        {
            Tensor? outputGradient = gradients.Take(tensor);
            Node node = tensor.GradFn!;
            if (outputGradient is not null)
            {
                node.Backward(outputGradient, gradients);
                outputGradient.Dispose();
            }

            tensor.ReleaseHistory();
        }

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

    /// <summary>Every non-leaf tensor that led to <paramref name="root"/>, each after all that were computed from it.</summary>
    internal static List<Tensor> ReverseOrder(Tensor root)
    {
        List<Tensor> order = [];
        HashSet<Tensor> seen = new(ReferenceEqualityComparer.Instance) { root };
        Stack<(Tensor Tensor, int Next)> path = new();
        path.Push((root, 0));
        while (path.TryPop(out (Tensor Tensor, int Next) top))
        {
            ReadOnlySpan<Tensor> inputs = top.Tensor.GradFn!.Inputs;
            if (top.Next == inputs.Length)
            {
                order.Add(top.Tensor);
                continue;
            }

            path.Push((top.Tensor, top.Next + 1));
            Tensor input = inputs[top.Next];
            if (input.GradFn is not null && seen.Add(input))
            {
                path.Push((input, 0));
            }
        }

        order.Reverse();
        return order;
    }

    private void ReleaseHistory()
    {
        (GradFn as IDisposable)?.Dispose();
        GradFn = null;
    }
}
