using System.Collections;
using System.Runtime.CompilerServices;

namespace FineTune;

/// <summary>
/// Reads the values of a state dict: null, booleans, whole numbers, doubles, strings, tensors, tuples (written as value tuples, read as
/// anything that can be enumerated), lists and dictionaries.
/// </summary>
internal static class StateValue
{
    public static double ToDouble(object? value, string key) => value switch
    {
        double number => number,
        float number => number,
        int number => number,
        long number => number,
        bool flag => flag ? 1 : 0,
        Tensor { Length: 1 } tensor => tensor.Item(),
        _ => throw Throw.StateValueIsNot(key, value, "a number"),
    };

    public static long ToInteger(object? value, string key)
    {
        double number = ToDouble(value, key);
        return number == Math.Floor(number) && Math.Abs(number) <= 1L << 53
            ? (long)number
            : throw Throw.StateValueIsNot(key, value, "a whole number");
    }

    public static bool ToBoolean(object? value, string key) => value switch
    {
        null => false,
        bool flag => flag,
        int number => number != 0,
        long number => number != 0,
        double number => number != 0,
        _ => throw Throw.StateValueIsNot(key, value, "true or false"),
    };

    public static IReadOnlyList<double> ToDoubles(object? value, string key)
    {
        List<double> numbers = [];
        foreach (object? item in Items(value, key))
        {
            numbers.Add(ToDouble(item, key));
        }

        return numbers;
    }

    public static IEnumerable<object?> Items(object? value, string key) => value switch
    {
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(index => tuple[index]),
        string or null => throw Throw.StateValueIsNot(key, value, "a list"),
        IEnumerable items => items.Cast<object?>(),
        _ => throw Throw.StateValueIsNot(key, value, "a list"),
    };

    /// <summary>Numbers as a list of a state dict.</summary>
    public static List<object?> List(IEnumerable<double> values) => [.. values.Select(value => (object?)value)];

    /// <summary>The entries of a dictionary whatever its static type, keys as they are.</summary>
    public static IEnumerable<(object Key, object? Value)> Entries(object? value, string key)
    {
        if (value is IDictionary dictionary)
        {
            foreach (DictionaryEntry entry in dictionary)
            {
                yield return (entry.Key, entry.Value);
            }

            yield break;
        }

        if (value is not IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            throw Throw.StateValueIsNot(key, value, "a dictionary");
        }

        foreach ((string name, object? item) in pairs)
        {
            yield return (name, item);
        }
    }

    /// <summary>An entry of a dictionary by its name.</summary>
    /// <exception cref="ArgumentException">It is missing.</exception>
    public static object? Entry(IReadOnlyDictionary<string, object?> dictionary, string key) =>
        dictionary.TryGetValue(key, out object? value) ? value : throw Throw.StateDictLacks(key, dictionary.Keys);
}
