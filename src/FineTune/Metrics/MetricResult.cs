using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>What a metric gives: numbers by name, as <c>ComputeMetrics</c> returns them, and beside them numbers for each class.</summary>
public sealed class MetricResult : IReadOnlyDictionary<string, double>
{
    private readonly OrderedDictionary<string, double> _scores = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, IReadOnlyList<double>> _arrays = new(StringComparer.Ordinal);

    internal MetricResult(string name, double score) => _scores.Add(name, score);

    internal MetricResult(string name, IReadOnlyList<double> array) => _arrays.Add(name, array);

    internal MetricResult()
    {
    }

    /// <summary>
    /// Gets lists of numbers by name: one number a class with <see cref="Average.None"/>, the rows of a confusion matrix one after the
    /// other, the precisions of bleu, rouge's score of each row.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Arrays => _arrays;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => _scores.Keys;

    /// <inheritdoc/>
    public IEnumerable<double> Values => _scores.Values;

    /// <inheritdoc/>
    public int Count => _scores.Count;

    /// <summary>Gets a number by name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public double this[string key] => _scores.TryGetValue(key, out double score)
        ? score
        : throw MetricError.NoScore(key, [.. _scores.Keys], _arrays.ContainsKey(key));

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _scores.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out double value) => _scores.TryGetValue(key, out value);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => _scores.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => "{" + string.Join(", ", _scores.Select(pair => string.Create(
        System.Globalization.CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value}"))) + "}";

    /// <summary>Adds a number.</summary>
    internal MetricResult With(string name, double score)
    {
        _scores.Add(name, score);
        return this;
    }

    /// <summary>Adds a list of numbers.</summary>
    internal MetricResult With(string name, IReadOnlyList<double> array)
    {
        _arrays.Add(name, array);
        return this;
    }

    /// <summary>Adds another metric's numbers, renamed.</summary>
    internal void Add(MetricResult other, Func<string, string> rename)
    {
        foreach ((string name, double score) in other)
        {
            _scores[rename(name)] = score;
        }

        foreach ((string name, IReadOnlyList<double> array) in other.Arrays)
        {
            _arrays[rename(name)] = array;
        }
    }
}
