using System.Globalization;

namespace FineTune;

/// <summary>Reads <c>id2label</c>, <c>label2id</c> and <c>num_labels</c> from a file or from a program's values.</summary>
internal static class LabelMaps
{
    private const int MostLabels = 1_000_000;

    public static Dictionary<int, string> ToLabels(object value) => value switch
    {
        IReadOnlyDictionary<int, string> map => new(map),
        IReadOnlyDictionary<string, string> map => map.ToDictionary(pair => ToId(pair.Key), pair => pair.Value),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(pair => ToId(pair.Key), pair => ToName(pair.Value)),
        IEnumerable<string> names => names.Index().ToDictionary(pair => pair.Index, pair => pair.Item),
        _ => Throw.BadLabels<Dictionary<int, string>>("id2label", value, "a map from class number to name"),
    };

    public static Dictionary<string, int> ToIds(object value) => value switch
    {
        IReadOnlyDictionary<string, int> map => new(map, StringComparer.Ordinal),
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(pair => pair.Key, pair => ToId(pair.Value), StringComparer.Ordinal),
        _ => Throw.BadLabels<Dictionary<string, int>>("label2id", value, "a map from name to class number"),
    };

    public static int ToCount(object value) => ToId(value) is var count and > 0 and <= MostLabels
        ? count
        : Throw.BadLabels<int>("num_labels", value, $"a whole number from 1 to {MostLabels}");

    /// <summary>Gets what is odd about the labels of a file, as a sentence with its consequence; or null.</summary>
    public static string? OddityOf(IReadOnlyDictionary<string, object?> values)
    {
        object? labels = values.GetValueOrDefault("id2label");
        if (labels is null)
        {
            return values.GetValueOrDefault("label2id") is IReadOnlyDictionary<string, object?> { Count: > 0 } ids
                ? $"config.json has label2id ({ids.Count} labels), but no id2label, from which, as in the reference, number and names of labels are read: add it."
                : null;
        }

        int named = ToLabels(labels).Count;
        return values.GetValueOrDefault("num_labels") is { } count && ToCount(count) != named
            ? $"config.json has num_labels {ToCount(count)}, but id2label names {named} labels; as in the reference num_labels goes first, and the names are lost: correct one of them."
            : null;
    }

    private static int ToId(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int id)
            ? id
            : Throw.BadLabels<int>("a class number of id2label or label2id", text, "a whole number");
    }

    private static string ToName(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
