namespace FineTune;

/// <summary>Reads an optimizer's state dict against the groups it is for, checking everything before anything is changed.</summary>
internal sealed class OptimizerStateLoader
{
    private readonly IReadOnlyList<ParameterGroup> _groups;
    private readonly List<List<(string Key, object? Value)>> _settings = [];
    private readonly Dictionary<long, (Parameter Parameter, string Name)> _byIndex = [];

    private readonly Func<string, Shape, Shape, bool> _fits;
    private readonly string[] _groupKeys;
    private readonly IReadOnlyList<string> _stateKeys;

    public OptimizerStateLoader(
        IReadOnlyList<ParameterGroup> groups,
        IReadOnlyDictionary<string, object?> stateDict,
        Func<string, Shape, Shape, bool> fits,
        IEnumerable<string> groupKeys,
        IReadOnlyList<string> stateKeys)
    {
        _groups = groups;
        _fits = fits;
        _groupKeys = [.. groupKeys.Where(key => !OptimizerKeys.OfVersions.Contains(key))];
        _stateKeys = stateKeys;
        ReadGroups(StateValue.Entry(stateDict, OptimizerKeys.ParamGroups));
        ReadState(StateValue.Entry(stateDict, OptimizerKeys.State));
    }

    public List<(Parameter Parameter, OrderedDictionary<string, object?> Values)> State { get; } = [];

    public void ApplySettings()
    {
        for (int i = 0; i < _groups.Count; i++)
        {
            foreach ((string key, object? value) in _settings[i])
            {
                _groups[i][key] = value;
            }
        }
    }

    private void ReadGroups(object? value)
    {
        object?[] saved = [.. StateValue.Items(value, OptimizerKeys.ParamGroups)];
        if (saved.Length != _groups.Count)
        {
            throw Throw.StateDictHasOtherGroups(saved.Length, _groups.Count);
        }

        for (int i = 0; i < saved.Length; i++)
        {
            List<(string Key, object? Value)> settings = [];
            foreach ((object key, object? setting) in StateValue.Entries(saved[i], OptimizerKeys.ParamGroups))
            {
                string name = key.ToString()!;
                if (name == OptimizerKeys.Params)
                {
                    ReadIndices(i, [.. StateValue.Items(setting, name)]);
                }
                else if (name != OptimizerKeys.ParamNames)
                {
                    settings.Add((name, setting));
                }
            }

            RequireKeys(_groupKeys, settings.Select(pair => pair.Key));
            _settings.Add(settings);
        }
    }

    private void ReadIndices(int group, object?[] indices)
    {
        IReadOnlyList<Parameter> parameters = _groups[group].Parameters;
        if (indices.Length != parameters.Count)
        {
            throw Throw.StateDictGroupHasOtherSize(group, indices.Length, parameters.Count);
        }

        for (int i = 0; i < indices.Length; i++)
        {
            _byIndex[StateValue.ToInteger(indices[i], OptimizerKeys.Params)] = (parameters[i], _groups[group].ParameterNames[i]);
        }
    }

    private void ReadState(object? value)
    {
        foreach ((object key, object? entry) in StateValue.Entries(value, OptimizerKeys.State))
        {
            if (!_byIndex.TryGetValue(Index(key), out (Parameter Parameter, string Name) target))
            {
                continue;
            }

            OrderedDictionary<string, object?> values = [];
            foreach ((object name, object? item) in StateValue.Entries(entry, OptimizerKeys.State))
            {
                values[name.ToString()!] = Copy(item, name.ToString()!, target.Parameter, target.Name);
            }

            if (values.Count > 0) // Else it never had a gradient.
            {
                RequireKeys(_stateKeys, values.Keys);
                State.Add((target.Parameter, values));
            }
        }
    }

    /// <exception cref="ArgumentException">Something is missing: another optimizer left this.</exception>
    private static void RequireKeys(IEnumerable<string> needed, IEnumerable<string> present)
    {
        string[] missing = [.. needed.Except(present)];
        if (missing.Length > 0)
        {
            throw Throw.StateOfOtherOptimizer(missing, present);
        }
    }

    private static long Index(object key) =>
        key is string text ? long.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : StateValue.ToInteger(key, OptimizerKeys.State);

    private object? Copy(object? value, string key, Parameter parameter, string name)
    {
        if (value is not Tensor tensor)
        {
            return value;
        }

        if (!_fits(key, tensor.Shape, parameter.Shape))
        {
            throw Throw.StateTensorHasOtherShape(name, key, tensor.Shape, parameter.Shape);
        }

        using (TensorScope.Suspend())
        {
            return tensor.Clone();
        }
    }
}
