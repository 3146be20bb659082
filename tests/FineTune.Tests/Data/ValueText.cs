using System.Collections;
using System.Globalization;
using System.Text.Json.Nodes;
using FineTune.Data;

namespace FineTune.Tests.Data;

/// <summary>A value as the golden files of <c>make_parquet.py</c> write it.</summary>
internal static class ValueText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        bool flag => flag ? "true" : "false",
        string text => JsonText.WriteLine((JsonNode)text),
        byte[] bytes => "x" + Convert.ToHexStringLower(bytes),
        double number => FloatText.Python(number),
        float number => FloatText.Python(number),
        decimal number => "d" + number.ToString(CultureInfo.InvariantCulture),
        DateOnly date => Ticks(date.ToDateTime(TimeOnly.MinValue).Ticks - DateTime.UnixEpoch.Ticks),
        TimeOnly time => Ticks(time.Ticks),
        TimeSpan span => Ticks(span.Ticks),
        DateTime time => Ticks(time.Ticks - DateTime.UnixEpoch.Ticks),
        DateTimeOffset time => Ticks(time.UtcTicks - DateTime.UnixEpoch.Ticks),
        IReadOnlyDictionary<string, object?> fields => "{" + string.Join(", ", fields.Select(field => $"{field.Key}: {Of(field.Value)}")) + "}",
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Of)) + "]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{value.GetType()} is no value of a column."),
    };

    private static string Ticks(long ticks) => "t" + ticks.ToString(CultureInfo.InvariantCulture);
}
