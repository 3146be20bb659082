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

    private static int ToId(object? value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int id)
            ? id
            : Throw.BadLabels<int>("a class number of id2label or label2id", text, "a whole number");
    }

    private static string ToName(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
}
