namespace FineTune;

/// <summary>The marks of Python's <c>string.punctuation</c>: all of ASCII that is neither letter, digit, space nor control.</summary>
internal static class AsciiMarks
{
    public static bool IsPunctuation(char character) => char.IsAscii(character) && (char.IsPunctuation(character) || char.IsSymbol(character));
}
