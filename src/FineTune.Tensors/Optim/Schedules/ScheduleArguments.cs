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

    public double? DoubleOrNull(string key) => Take(key) is { } value ? ToDouble(key, value) : null;

    public double Required(string key)
    {
        _known.Add(key);
        return _given.TryGetValue(key, out object? value) && value is not null
            ? ToDouble(key, value)
            : throw Throw.ScheduleLacks(_schedule, key);
    }

    public int Integer(string key, int fallback) =>
        Take(key) is { } value ? Read(key, value, static (number, name) => checked((int)StateValue.ToInteger(number, name)), "a whole number") : fallback;

    public bool Boolean(string key, bool fallback) => Take(key) is { } value ? Read(key, value, StateValue.ToBoolean, "true or false") : fallback;

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
            Array.Fill(same, value is null ? fallback : ToDouble(key, value));
            return same;
        }

        double[] values = [.. Read(key, value, StateValue.ToDoubles, "a number, or a list of numbers")];
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

    private double ToDouble(string key, object value) => Read(key, value, StateValue.ToDouble, "a number");

    /// <summary>What is wrong with a state dict is said otherwise.</summary>
    private T Read<T>(string key, object value, Func<object?, string, T> read, string expected)
    {
        try
        {
            return read(value, key);
        }
        catch (Exception exception) when (exception is InvalidOperationException or OverflowException)
        {
            throw Throw.ScheduleSettingIsNot(_schedule, key, value, expected);
        }
    }

    private object? Take(string key)
    {
        _known.Add(key);
        return _given.GetValueOrDefault(key);
    }
}
