namespace FineTune.Optim;

/// <summary>Reads the entries of a schedule's state dict.</summary>
internal sealed class ScheduleReader
{
    private readonly IReadOnlyDictionary<string, object?> _state;

    public ScheduleReader(IReadOnlyDictionary<string, object?> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _state = state;
    }

    public double Double(string key) => StateValue.ToDouble(StateValue.Entry(_state, key), key);

    public double? DoubleOrNull(string key) => StateValue.Entry(_state, key) is { } value ? StateValue.ToDouble(value, key) : null;

    public int Integer(string key) => checked((int)StateValue.ToInteger(StateValue.Entry(_state, key), key));

    public bool Boolean(string key) => StateValue.ToBoolean(StateValue.Entry(_state, key), key);

    public double[] Doubles(string key) => [.. StateValue.ToDoubles(StateValue.Entry(_state, key), key)];

    /// <summary>A list with a learning rate for each group.</summary>
    public double[] Lrs(string key, int groups)
    {
        double[] values = Doubles(key);
        if (values.Length != groups)
        {
            Throw.NotOneAGroup(key, values.Length, groups);
        }

        return values;
    }

    public MetricComparison Comparison(string schedule) =>
        new MetricComparison(Word("mode"), Double("threshold"), Word("threshold_mode")).Checked(schedule);

    /// <summary>A dictionary inside, or null.</summary>
    public ScheduleReader? Inner(string key)
    {
        if (!_state.TryGetValue(key, out object? value))
        {
            return null;
        }

        Dictionary<string, object?> inner = [];
        foreach ((object name, object? item) in StateValue.Entries(value, key))
        {
            inner[name.ToString()!] = item;
        }

        return new ScheduleReader(inner);
    }

    private string Word(string key) =>
        StateValue.Entry(_state, key) as string ?? throw Throw.StateValueIsNot(key, _state[key], "a word");
}
