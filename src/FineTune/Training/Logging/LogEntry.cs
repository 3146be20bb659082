using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>Numbers that are logged together, by the reference's names (<c>loss</c>, <c>eval_accuracy</c>, <c>epoch</c>), in order.</summary>
/// <remarks>A callback's <c>OnLog</c> and <c>OnEvaluate</c> may add to it; what is added later is seen by later callbacks and the caller.</remarks>
public sealed class LogEntry : IReadOnlyDictionary<string, double>
{
    private readonly OrderedDictionary<string, LogValue> _values = new(StringComparer.Ordinal);

    /// <summary>Initializes an empty entry.</summary>
    public LogEntry()
    {
    }

    /// <summary>Initializes an entry with numbers.</summary>
    public LogEntry(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach ((string key, double value) in values)
        {
            this[key] = value;
        }
    }

    internal LogEntry(LogEntry other) => _values = new(other._values, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _values.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _values.Values.Select(value => value.Number);

    /// <inheritdoc/>
    public int Count => _values.Count;

    /// <summary>Gets or sets a number; a new name goes to the end.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name (when getting).</exception>
    public double this[string key]
    {
        get => _values.TryGetValue(key, out LogValue value) ? value.Number : throw new KeyNotFoundException(
            $"Nothing is logged as \"{key}\"; there is {string.Join(", ", Keys)}.");
        set => _values[key] = new LogValue(value, IsWhole: false);
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value)
    {
        bool found = _values.TryGetValue(key, out LogValue stored);
        value = stored.Number;
        return found;
    }

    /// <summary>Takes a number out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string key) => _values.Remove(key);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() =>
        _values.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Number)).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Writes the entry as the reference prints it: <c>{'loss': 0.5, 'epoch': 1.0}</c>.</summary>
    public override string ToString() => PythonText.Repr(ToJson());

    internal LogValue Get(string key) => _values[key];

    internal void Set(string key, LogValue value) => _values[key] = value;

    internal void Set(string key, long value) => _values[key] = new LogValue(value, IsWhole: true);

    internal JsonObject ToJson() => new(_values.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.ToJson())));

    internal static LogEntry FromJson(JsonObject json)
    {
        LogEntry entry = new();
        foreach ((string key, JsonNode? value) in json)
        {
            entry._values[key] = LogValue.FromJson(value);
        }

        return entry;
    }
}
