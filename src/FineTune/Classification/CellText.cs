using System.Globalization;
using System.Text.Json;

namespace FineTune.Classification;

/// <summary>The text of a cell, as the reference's <c>str()</c> gives it.</summary>
internal static class CellText
{
    public static string Of(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool flag => flag ? "True" : "False",
        double real => PythonNumber.Repr(real),
        float real => PythonNumber.Repr(real),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    /// <summary>The labels in a cell that may hold several: a list's elements, or what lies between commas.</summary>
    public static IReadOnlyList<string> Several(object? value) => value switch
    {
        null => [],
        string text => JsonList(text) ?? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        System.Collections.IEnumerable list => [.. list.Cast<object?>().Select(Of)],
        _ => [Of(value)],
    };

    public static bool HoldsSeveral(object? value) =>
        value is string text ? text.Contains(',', StringComparison.Ordinal) || JsonList(text) is not null : value is System.Collections.IEnumerable;

    /// <summary>The elements of a JSON list of texts and numbers, or null when the text is none.</summary>
    private static string[]? JsonList(string text)
    {
        if (!text.StartsWith('[') || !text.EndsWith(']'))
        {
            return null;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement[] elements = [.. document.RootElement.EnumerateArray()];
            return elements.All(element => element.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                ? [.. elements.Select(element => element.ToString())]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
