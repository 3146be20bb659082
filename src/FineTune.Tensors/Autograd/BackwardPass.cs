namespace FineTune.Autograd;

/// <summary>One way back from a result to everything that led to it. Its lists are used again by the thread's next pass.</summary>
internal sealed class BackwardPass
{
    [ThreadStatic]
    private static BackwardPass? t_spare;

    private readonly LeafGradients _leaves = new();
    private readonly GradientSink _gradients;
    private readonly List<Tensor> _order = [];
    private readonly HashSet<Tensor> _seen = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<(Tensor Tensor, int Next)> _path = new();

    private BackwardPass() => _gradients = new GradientSink { Leaves = _leaves };

    /// <summary>
    /// Differentiates: <paramref name="gradient"/>, which is taken over, is that of <paramref name="root"/>. The history is used up. A pass may
    /// run inside another, whose leaves it gives gradients to.
    /// </summary>
    public static void Run(Tensor root, Tensor gradient, GradientSink? outer = null)
    {
        BackwardPass pass = t_spare ?? new BackwardPass();
        t_spare = null;
        pass._gradients.Leaves = outer?.Leaves ?? pass._leaves;
        pass._gradients.Add(root, gradient);
        try
        {
            pass.FindOrder(root, pass._gradients.Leaves);
            pass.Follow();
        }
        catch
        {
            pass._leaves.Clear();
            throw;
        }

        t_spare = pass;
    }

    /// <summary>Gets every non-leaf tensor that led to <paramref name="root"/>, itself included, each before all that were computed from it.</summary>
    public static List<Tensor> ForwardOrder(Tensor root)
    {
        BackwardPass pass = new();
        pass.FindOrder(root, counting: null);
        return pass._order;
    }

    private void Follow()
    {
        for (int i = _order.Count - 1; i >= 0; i--)
        {
            Tensor tensor = _order[i];
            if (_gradients.Take(tensor) is { } outputGradient)
            {
                tensor.GradFn!.Backward(outputGradient, _gradients);
                outputGradient.Dispose();
            }

            _gradients.Leaves.Pass(tensor.GradFn!.Inputs);
            tensor.ReleaseHistory();
        }

        _order.Clear();
        _seen.Clear();
    }

    /// <summary>Lists what led to a result, and counts the uses of leaves that want a gradient.</summary>
    private void FindOrder(Tensor root, LeafGradients? counting)
    {
        _seen.Add(root);
        _path.Push((root, 0));
        while (_path.TryPop(out (Tensor Tensor, int Next) top))
        {
            ReadOnlySpan<Tensor> inputs = top.Tensor.GradFn!.Inputs;
            if (top.Next == inputs.Length)
            {
                _order.Add(top.Tensor);
                continue;
            }

            _path.Push((top.Tensor, top.Next + 1));
            Tensor input = inputs[top.Next];
            if (input.GradFn is not null)
            {
                if (_seen.Add(input))
                {
                    _path.Push((input, 0));
                }
            }
            else if (input.RequiresGrad)
            {
                counting?.Count(input);
            }
        }
    }
}
