using FineTune.Kernels;
using FineTune.Optim;

namespace FineTune;

/// <summary>
/// An exponential moving average of weights over the steps of a run: often better to evaluate and to keep than the last weights.
/// <c>average = lerp(average, weight, 1 - decay)</c>, in torch's roundings.
/// </summary>
/// <example>
/// <code>
/// EmaWeights average = new(model.NamedParameters(), decay: 0.999);
/// // after each optimizer.Step():
/// average.Update();
/// // to evaluate or save:
/// using (average.Apply())
/// {
///     trainer.Evaluate();
/// }
/// </code>
/// </example>
public sealed class EmaWeights
{
    private readonly (string Name, Parameter Parameter, Parameter Average)[] _weights;
    private readonly UpdatePlan<LerpRule> _plan = new();

    /// <summary>Initializes the average with the weights as they are.</summary>
    /// <param name="parameters">The weights to average; give all of a model's, or those that are trained.</param>
    /// <param name="decay">How much of the average a step keeps; in [0, 1). Default 0.999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is outside its range.</exception>
    public EmaWeights(IEnumerable<(string Name, Parameter Parameter)> parameters, double decay = 0.999)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        OptimizerRules.Share(decay);
        Decay = decay;
        _weights = [.. parameters.Select(pair => (pair.Name, pair.Parameter, new Parameter(pair.Parameter)))];
    }

    /// <summary>Gets how much of the average a step keeps.</summary>
    public double Decay { get; }

    /// <summary>Gets whether the average is in the weights' place.</summary>
    public bool IsApplied { get; private set; }

    /// <summary>Moves the average towards the weights; call it after each optimizer step.</summary>
    /// <exception cref="InvalidOperationException">The average is applied.</exception>
    public void Update()
    {
        MustNotBeApplied();
        LerpRule rule = new((float)(1 - Decay));
        foreach ((_, Parameter parameter, Parameter average) in _weights)
        {
            _plan.AddWithoutGradient(average, rule, parameter);
        }

        _plan.Run();
    }

    /// <summary>Puts the average in the weights' place until the returned value is disposed.</summary>
    /// <exception cref="InvalidOperationException">The average is applied already.</exception>
    public Application Apply()
    {
        MustNotBeApplied();
        Swap();
        IsApplied = true;
        return new Application(this);
    }

    /// <summary>Gets the average of a weight, wherever it is now; the weight itself if it is not averaged.</summary>
    public Tensor AverageOf(Tensor parameter) => IsApplied ? parameter : OtherOf(parameter);

    /// <summary>Gets the trained numbers of the averaged weights by name, wherever they are now.</summary>
    public IEnumerable<(string Name, Tensor Trained)> Trained() =>
        _weights.Select(weight => (weight.Name, (Tensor)(IsApplied ? weight.Average : weight.Parameter)));

    /// <summary>Gets the average by the weights' names. The tensors are the average's own, not copies.</summary>
    /// <exception cref="InvalidOperationException">The average is applied.</exception>
    public IReadOnlyDictionary<string, object?> StateDict()
    {
        MustNotBeApplied();
        return new OrderedDictionary<string, object?>(_weights.Select(weight => KeyValuePair.Create(weight.Name, (object?)weight.Average)));
    }

    /// <summary>Takes over an average that <see cref="StateDict"/> gave.</summary>
    /// <exception cref="ArgumentException">A weight is missing, or has another shape; nothing has been changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        MustNotBeApplied();
        Tensor[] saved = Array.ConvertAll(_weights, weight => Saved(stateDict, weight.Name, weight.Parameter.Shape));
        for (int i = 0; i < saved.Length; i++)
        {
            saved[i].Span.CopyTo(_weights[i].Average.Span);
        }
    }

    private Tensor OtherOf(Tensor parameter)
    {
        foreach ((_, Parameter own, Parameter average) in _weights)
        {
            if (ReferenceEquals(own, parameter))
            {
                return average;
            }
        }

        return parameter;
    }

    private static Tensor Saved(IReadOnlyDictionary<string, object?> stateDict, string name, Shape shape)
    {
        Tensor tensor = StateValue.Entry(stateDict, name) as Tensor ?? throw Throw.StateValueIsNot(name, stateDict[name], "a tensor");
        return tensor.Shape == shape ? tensor : throw Throw.StateTensorHasOtherShape(name, "average", tensor.Shape, shape);
    }

    private void MustNotBeApplied()
    {
        if (IsApplied)
        {
            Throw.AverageIsApplied();
        }
    }

    private void Swap()
    {
        foreach ((_, Parameter parameter, Parameter average) in _weights)
        {
            Span<float> weights = parameter.Span;
            Span<float> averages = average.Span;
            for (int i = 0; i < weights.Length; i++)
            {
                (weights[i], averages[i]) = (averages[i], weights[i]);
            }
        }
    }

    /// <summary>The time in which the average is in the weights' place.</summary>
    public readonly struct Application : IDisposable
    {
        private readonly EmaWeights _owner;

        internal Application(EmaWeights owner) => _owner = owner;

        /// <summary>Puts the weights back.</summary>
        public void Dispose()
        {
            if (_owner.IsApplied)
            {
                _owner.Swap();
                _owner.IsApplied = false;
            }
        }
    }
}
