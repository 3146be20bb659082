namespace FineTune.Optim;

/// <summary>The mean of the last few values.</summary>
internal sealed class StreamingAverage
{
    private readonly int _windowSize;
    private readonly Queue<double> _values;
    private double _sum;

    public StreamingAverage(int windowSize)
    {
        _windowSize = windowSize;
        _values = new Queue<double>();
    }

    public StreamingAverage(ScheduleReader state)
    {
        _windowSize = state.Integer("window_size");
        _values = new Queue<double>(state.Doubles("values"));
        _sum = state.Double("sum");
    }

    /// <summary>Adds a value and gets the mean.</summary>
    public double Add(double value)
    {
        _values.Enqueue(value);
        _sum += value;
        if (_values.Count > _windowSize)
        {
            _sum -= _values.Dequeue();
        }

        return _sum / _values.Count;
    }

    public OrderedDictionary<string, object?> StateDict() => new()
    {
        ["window_size"] = (long)_windowSize,
        ["values"] = StateValue.List(_values),
        ["sum"] = _sum,
    };
}
