using FineTune.Kernels;

namespace FineTune.Autograd;

/// <summary>
/// <c>y = f(x)</c> of which only x is kept: nothing inside f is recorded; backward computes f again, with the random numbers and the precision
/// of the first time, and follows that back. The numbers are the same, bit for bit; what f would have kept lives for a moment instead of a step.
/// </summary>
internal sealed class Checkpoint : Node, IDisposable
{
    [ThreadStatic]
    private static Stack<Generator>? t_spare;

    private readonly Tensor[] _inputs;
    private readonly Func<Tensor, Tensor> _function;
    private readonly Generator? _generator;
    private readonly MatMulPrecision _precision = Autocast.Current;
    private Generator? _before;

    private Checkpoint(Tensor[] inputs, Func<Tensor, Tensor> function, Generator? generator)
    {
        _inputs = inputs;
        _function = function;
        _generator = generator;
        _before = StateOf(generator);
    }

    public override ReadOnlySpan<Tensor> Inputs => _inputs;

    /// <summary>Applies a function to the first of the inputs.</summary>
    /// <param name="inputs">x, then whatever else gradients flow to inside: parameters, which must not be results themselves.</param>
    /// <param name="function">Computes a new tensor, the same whenever it is called with the same numbers.</param>
    /// <param name="generator">Where it draws from, if it does.</param>
    public static Tensor Apply(Tensor[] inputs, Func<Tensor, Tensor> function, Generator? generator)
    {
        if (!Tensor.ShouldRecord(inputs))
        {
            return function(inputs[0]);
        }

        Checkpoint node = new(inputs, function, generator);
        using TensorScope scope = new();
        using (AutogradMode.NoGrad())
        {
            Tensor y = scope.Return(function(inputs[0]));
            y.GradFn = node;
            return y;
        }
    }

    public override void Backward(Tensor outputGradient, GradientSink gradients)
    {
        using TensorScope scope = new();
        Tensor x = _inputs[0].View(_inputs[0].Shape);
        x.GradFn = _inputs[0].NeedsGrad ? new Entrance(_inputs[0], gradients, scope) : null;
        Tensor y = ComputeAgain(x);
        BackwardPass.Run(y, outputGradient.View(y.Shape), gradients);
    }

    public void Dispose()
    {
        if (_before is not null)
        {
            (t_spare ??= new()).Push(_before);
            _before = null;
        }
    }

    private Tensor ComputeAgain(Tensor x)
    {
        Generator? now = StateOf(_generator);
        try
        {
            using (AutogradMode.Record())
            using (new Autocast(_precision))
            {
                _generator?.CopyFrom(_before!);
                return _function(x);
            }
        }
        finally
        {
            if (now is not null)
            {
                _generator!.CopyFrom(now);
                (t_spare ??= new()).Push(now);
            }
        }
    }

    private static Generator? StateOf(Generator? generator)
    {
        if (generator is null)
        {
            return null;
        }

        Generator copy = t_spare is not null && t_spare.TryPop(out Generator? spare) ? spare : new Generator(0UL);
        copy.CopyFrom(generator);
        return copy;
    }

    /// <summary>Where the way back through f ends: hands the gradient of x to the pass outside.</summary>
    private sealed class Entrance(Tensor input, GradientSink gradients, TensorScope scope) : Node
    {
        public override ReadOnlySpan<Tensor> Inputs => [];

        public override void Backward(Tensor outputGradient, GradientSink inner) =>
            gradients.Add(input, scope.Return(outputGradient.View(input.Shape)));
    }
}
