namespace FineTune;

/// <summary>
/// Changes parameters by their gradients, a step at a time. Derive from it to write your own: keep per-parameter numbers in
/// <see cref="StateOf"/>, settings in the groups, and checkpoints work without further code.
/// </summary>
/// <remarks>
/// A step skips parameters without a gradient. State dicts have the reference's layout,
/// <c>{"state": {index: {...}}, "param_groups": [{..., "params": [index, ...]}]}</c>: dictionaries, lists, value tuples, booleans, long,
/// double, string, null and <see cref="Tensor"/>; the indices run through the first group's parameters, then the second's.
/// </remarks>
public abstract class Optimizer
{
    private readonly Dictionary<Parameter, OrderedDictionary<string, object?>> _state = new(ReferenceEqualityComparer.Instance);

    /// <summary>Initializes the groups: what a group does not set itself, it gets from <paramref name="defaults"/>.</summary>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="defaults">The optimizer's settings under the reference's names, in its order; <c>lr</c> among them.</param>
    /// <exception cref="ArgumentException">There is no group, or a parameter appears twice.</exception>
    protected Optimizer(IEnumerable<ParameterGroup> groups, IEnumerable<KeyValuePair<string, object?>> defaults)
    {
        ArgumentNullException.ThrowIfNull(groups);
        ArgumentNullException.ThrowIfNull(defaults);
        OrderedDictionary<string, object?> settings = new(defaults);
        ParameterGroup[] all = [.. groups];
        if (all.Length == 0)
        {
            Throw.NoParameters();
        }

        HashSet<Parameter> seen = new(ReferenceEqualityComparer.Instance);
        foreach (ParameterGroup group in all)
        {
            for (int i = 0; i < group.Parameters.Count; i++)
            {
                if (!seen.Add(group.Parameters[i]))
                {
                    Throw.ParameterTwice(group.ParameterNames[i]);
                }
            }

            foreach ((string key, object? value) in settings)
            {
                group.SetDefault(key, value);
            }
        }

        ParamGroups = Array.AsReadOnly(all);
        Defaults = settings;
    }

    /// <summary>Gets the parameters with their settings; a schedule changes <see cref="ParameterGroup.Lr"/>.</summary>
    public IReadOnlyList<ParameterGroup> ParamGroups { get; }

    /// <summary>Gets the settings the optimizer was made with, under the reference's names.</summary>
    public IReadOnlyDictionary<string, object?> Defaults { get; }

    /// <summary>Changes every parameter that has a gradient.</summary>
    public abstract void Step();

    /// <summary>Forgets every parameter's gradient.</summary>
    public void ZeroGrad()
    {
        foreach (ParameterGroup group in ParamGroups)
        {
            foreach (Parameter parameter in group.Parameters)
            {
                parameter.ZeroGrad();
            }
        }
    }

    /// <summary>Makes the parameters those to train with; only schedule-free optimizers do anything. Called before a training step.</summary>
    public virtual void Train()
    {
    }

    /// <summary>Makes the parameters those to evaluate and save; only schedule-free optimizers do anything.</summary>
    public virtual void Eval()
    {
    }

    /// <summary>Gets the state and settings in the reference's layout. The tensors are the optimizer's own, not copies.</summary>
    public IReadOnlyDictionary<string, object?> StateDict()
    {
        OnStateRead();
        Dictionary<long, object?> state = [];
        List<object?> groups = [];
        long next = 0;
        foreach (ParameterGroup group in ParamGroups)
        {
            List<object?> indices = [];
            foreach (Parameter parameter in group.Parameters)
            {
                if (_state.TryGetValue(parameter, out OrderedDictionary<string, object?>? values) && values.Count > 0)
                {
                    state[next] = new OrderedDictionary<string, object?>(values);
                }

                indices.Add(next++);
            }

            OrderedDictionary<string, object?> settings = new(group.Options) { [OptimizerKeys.Params] = indices };
            groups.Add(settings);
        }

        return new OrderedDictionary<string, object?> { [OptimizerKeys.State] = state, [OptimizerKeys.ParamGroups] = groups };
    }

    /// <summary>Takes over the state and settings that <see cref="StateDict"/> gave, here or in the reference. Tensors are copied.</summary>
    /// <exception cref="ArgumentException">It belongs to an optimizer of other parameters or of another kind; nothing has been changed then.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, object?> stateDict)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        bool isOfLibrary = GetType().Assembly == typeof(Optimizer).Assembly; // Another's may have got settings since.
        OptimizerStateLoader loaded = new(ParamGroups, stateDict, IsStateShape, isOfLibrary ? Defaults.Keys : [], StateKeys);
        OnStateRead();
        loaded.ApplySettings();
        _state.Clear();
        foreach ((Parameter parameter, OrderedDictionary<string, object?> values) in loaded.State)
        {
            _state[parameter] = values;
        }

        OnStateLoaded();
    }

    /// <summary>
    /// Gets what this optimizer remembers of a parameter, under the reference's names: tensors, numbers, null. Empty until something is put in.
    /// </summary>
    protected IDictionary<string, object?> StateOf(Parameter parameter)
    {
        if (!_state.TryGetValue(parameter, out OrderedDictionary<string, object?>? values))
        {
            _state[parameter] = values = [];
        }

        return values;
    }

    /// <summary>Makes a tensor of zeros that lives as long as the optimizer, whatever <see cref="TensorScope"/> is open.</summary>
    protected static Tensor ZeroState(Shape shape)
    {
        Tensor state = ZeroRows(shape);
        state.Storage.MakeResident();
        return state;
    }

    /// <summary>Makes the same of which only some rows will be used: the others never become resident.</summary>
    private protected static Tensor ZeroRows(Shape shape)
    {
        using (TensorScope.Suspend())
        {
            return Tensor.Zeros(shape);
        }
    }

    /// <summary>
    /// Gets whether a loaded state tensor can belong to a parameter. Default: it has the parameter's shape or is a scalar.
    /// </summary>
    protected virtual bool IsStateShape(string key, Shape state, Shape parameter) => state == parameter || state == Shape.Scalar;

    /// <summary>Gets what the state of a parameter that was trained has in any case. Default none.</summary>
    private protected virtual IReadOnlyList<string> StateKeys => [];

    /// <summary>Called after <see cref="LoadStateDict"/> replaced settings and state: drop what was derived from them.</summary>
    protected virtual void OnStateLoaded()
    {
    }

    /// <summary>Called before the state is read or replaced: do what was put off.</summary>
    private protected virtual void OnStateRead()
    {
    }
}
