using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace FineTune.Terminal;

/// <summary>
/// A message for people and, with its values by name, for whoever reads events: made of an interpolated string, whose values are named after
/// the last word of what stands in the braces.
/// </summary>
[InterpolatedStringHandler]
internal sealed class LogMessage : IReadOnlyList<KeyValuePair<string, object?>>
{
    private readonly StringBuilder _text;
    private readonly StringBuilder _template;
    private readonly List<KeyValuePair<string, object?>> _values = [];

    public LogMessage(int literalLength, int formattedCount) =>
        (_text, _template) = (new(literalLength + (formattedCount * 8)), new(literalLength + (formattedCount * 8)));

    /// <inheritdoc/>
    public int Count => _values.Count + 1;

    /// <inheritdoc/>
    public KeyValuePair<string, object?> this[int index] => index < _values.Count ? _values[index] : new("{OriginalFormat}", _template.ToString());

    /// <summary>Takes a text without values.</summary>
    public static implicit operator LogMessage(string text)
    {
        LogMessage message = new(text.Length, 0);
        message.AppendLiteral(text);
        return message;
    }

    /// <summary>Adds text that is always the same.</summary>
    public void AppendLiteral(string text)
    {
        _text.Append(text);
        _template.Append(text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    /// <summary>Adds a value; what chooses between two words is <c>Text</c>.</summary>
    public void AppendFormatted<T>(T value, string? format = null, [CallerArgumentExpression(nameof(value))] string expression = "")
    {
        string text = value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? string.Empty;
        bool isChoice = expression.Contains('?', StringComparison.Ordinal) && expression.Contains('"', StringComparison.Ordinal);
        string name = NameOf(isChoice ? "text" : expression);
        _text.Append(text);
        _template.Append('{').Append(name).Append('}');
        _values.Add(new(name, value));
    }

    /// <summary>Adds a value by a name of its own, without text.</summary>
    public void Add(string name, object? value) => _values.Add(new(name, value));

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';

    private string NameOf(string expression)
    {
        int end = expression.Length;
        while (end > 0 && !IsOfWord(expression[end - 1]))
        {
            end--;
        }

        int start = end;
        while (start > 0 && IsOfWord(expression[start - 1]))
        {
            start--;
        }

        string word = expression[start..end].TrimStart('_');
        string name = word.Length == 0 || char.IsDigit(word[0]) ? "Value" : char.ToUpperInvariant(word[0]) + word[1..];
        return _values.Exists(value => value.Key == name) ? name + (_values.Count + 1).ToString(CultureInfo.InvariantCulture) : name;
    }
}
