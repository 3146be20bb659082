namespace FineTune;

/// <summary>
/// Parameters that an <see cref="Optimizer"/> updates with the same settings. The settings are kept under the reference's names
/// (<c>lr</c>, <c>weight_decay</c>, <c>betas</c>, ...), as they are written into a checkpoint.
/// </summary>
public sealed class ParameterGroup
{
    private readonly OrderedDictionary<string, object?> _options = [];

    /// <summary>Initializes a group of named parameters; settings that are not given afterwards are the optimizer's own.</summary>
    /// <param name="parameters">The parameters and their dotted names, in the order their state is numbered in.</param>
    public ParameterGroup(IEnumerable<(string Name, Parameter Parameter)> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (string Name, Parameter Parameter)[] pairs = [.. parameters];
        Parameters = Array.AsReadOnly(Array.ConvertAll(pairs, pair => pair.Parameter));
        ParameterNames = Array.AsReadOnly(Array.ConvertAll(pairs, pair => pair.Name));
    }

    /// <summary>Initializes a group of parameters without names.</summary>
    public ParameterGroup(IEnumerable<Parameter> parameters)
        : this((parameters ?? throw new ArgumentNullException(nameof(parameters))).Select(parameter => (string.Empty, parameter)))
    {
    }

    /// <summary>Gets the parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Gets the parameters' dotted names, in the same order; empty where none was given.</summary>
    public IReadOnlyList<string> ParameterNames { get; }

    /// <summary>Gets or sets the learning rate of the next step (<c>lr</c>); a schedule changes it. Default: the optimizer's.</summary>
    /// <exception cref="InvalidOperationException">The group has none and belongs to no optimizer yet.</exception>
    public double Lr
    {
        get => GetDouble(OptimizerKeys.Lr);
        set => _options[OptimizerKeys.Lr] = value;
    }

    /// <summary>Gets or sets the share of a weight that a step takes away, in units of the learning rate (<c>weight_decay</c>).</summary>
    /// <exception cref="InvalidOperationException">The group has none and belongs to no optimizer yet.</exception>
    public double WeightDecay
    {
        get => GetDouble(OptimizerKeys.WeightDecay);
        set => _options[OptimizerKeys.WeightDecay] = value;
    }

    /// <summary>Gets or sets the learning rate a schedule starts from (<c>initial_lr</c>); null until a schedule is made.</summary>
    public double? InitialLr
    {
        get => _options.ContainsKey(OptimizerKeys.InitialLr) ? GetDouble(OptimizerKeys.InitialLr) : null;
        set
        {
            if (value is null)
            {
                _options.Remove(OptimizerKeys.InitialLr);
            }
            else
            {
                _options[OptimizerKeys.InitialLr] = value.Value;
            }
        }
    }

    /// <summary>Gets every setting under the reference's name, in the order they were set.</summary>
    public IReadOnlyDictionary<string, object?> Options => _options;

    /// <summary>Gets or sets a setting by the reference's name.</summary>
    /// <param name="key">The name, such as <c>momentum</c>.</param>
    /// <exception cref="InvalidOperationException">There is no such setting (when getting).</exception>
    public object? this[string key]
    {
        get
        {
            if (!_options.TryGetValue(key, out object? value))
            {
                Throw.NoGroupOption(key, _options.Keys);
            }

            return value;
        }
        set => _options[key] = value;
    }

    /// <summary>Gets a setting that is a number.</summary>
    /// <exception cref="InvalidOperationException">There is no such setting, or it is not a number.</exception>
    public double GetDouble(string key) => StateValue.ToDouble(this[key], key);

    /// <summary>Gets a setting that is true or false; null counts as false.</summary>
    /// <exception cref="InvalidOperationException">There is no such setting, or it is something else.</exception>
    public bool GetBoolean(string key) => StateValue.ToBoolean(this[key], key);

    /// <summary>Gets a setting that is a row of numbers, such as <c>betas</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such setting, or it is something else.</exception>
    public IReadOnlyList<double> GetDoubles(string key) => StateValue.ToDoubles(this[key], key);

    internal void SetDefault(string key, object? value) => _options.TryAdd(key, value);
}
