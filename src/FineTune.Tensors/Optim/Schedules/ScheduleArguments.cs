namespace FineTune.Optim;

/// <summary>The settings given to a schedule under the reference's names (<c>lr_scheduler_kwargs</c>), each taken once.</summary>
internal sealed class ScheduleArguments
{
    private readonly string _schedule;
    private readonly IReadOnlyDictionary<string, object?> _given;
    private readonly List<string> _known = [];

    public ScheduleArguments(string schedule, IReadOnlyDictionary<string, object?>? given)
    {
        _schedule = schedule;
        _given = given ?? new Dictionary<string, object?>();
    }

    public double Double(string key, double fallback) => DoubleOrNull(key) ?? fallback;

    public double? DoubleOrNull(string key) => Take(key) is { } value ? StateValue.ToDouble(value, key) : null;

    public double Required(string key)
    {
        _known.Add(key);
        return _given.TryGetValue(key, out object? value) && value is not null
            ? StateValue.ToDouble(value, key)
            : throw Throw.ScheduleLacks(_schedule, key);
    }

    public int Integer(string key, int fallback) =>
        Take(key) is { } value ? checked((int)StateValue.ToInteger(value, key)) : fallback;

    public bool Boolean(string key, bool fallback) => Take(key) is { } value ? StateValue.ToBoolean(value, key) : fallback;

    /// <summary>One of a few words.</summary>
    public string Word(string key, string fallback, params ReadOnlySpan<string> allowed)
    {
        object value = Take(key) ?? fallback;
        if (value is not string word || !allowed.Contains(word))
        {
            throw Throw.ScheduleWordUnknown(_schedule, key, value, allowed.ToArray());
        }

        return word;
    }

    /// <summary>A number for every group, or a list with one for each.</summary>
    public double[] PerGroup(string key, double fallback, int groups)
    {
        object? value = Take(key);
        if (value is null or double or float or int or long)
        {
            double[] same = new double[groups];
            Array.Fill(same, value is null ? fallback : StateValue.ToDouble(value, key));
            return same;
        }

        double[] values = [.. StateValue.ToDoubles(value, key)];
        if (values.Length != groups)
        {
            Throw.NotOneAGroup(key, values.Length, groups);
        }

        return values;
    }

    /// <summary>Refuses what nobody asked for.</summary>
    public void End()
    {
        foreach (string key in _given.Keys)
        {
            if (!_known.Contains(key))
            {
                throw Throw.ScheduleArgumentUnknown(_schedule, key, _known);
            }
        }
    }

    private object? Take(string key)
    {
        _known.Add(key);
        return _given.GetValueOrDefault(key);
    }
}
