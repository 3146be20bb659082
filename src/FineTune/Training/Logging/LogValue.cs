using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>A number and whether Python would write it without a point: steps and counts are ints, everything else floats.</summary>
internal readonly record struct LogValue(double Number, bool IsWhole)
{
    public static LogValue Zero { get; } = new(0, IsWhole: true);

    public static implicit operator LogValue(double number) => new(number, IsWhole: false);

    public JsonValue ToJson() => IsWhole ? JsonValue.Create((long)Number) : JsonValue.Create(Number);

    /// <exception cref="FormatException">It is not a number.</exception>
    public static LogValue FromJson(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue(out long whole) ? new(whole, IsWhole: true) : new(ArgumentValue.Real(node), IsWhole: false);

    /// <summary>As the console shows it: four significant digits of a float.</summary>
    public string ToShortText() => IsWhole
        ? ((long)Number).ToString(System.Globalization.CultureInfo.InvariantCulture)
        : PythonNumber.General(Number, 4);
}
