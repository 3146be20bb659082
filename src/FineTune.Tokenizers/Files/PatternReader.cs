namespace FineTune.Tokenizers;

/// <summary>Reads a pattern: <c>{"String": ...}</c> or <c>{"Regex": ...}</c>.</summary>
internal static class PatternReader
{
    public static IPattern Read(JsonPart part)
    {
        if (part.Find("String") is JsonPart text)
            return new TextPattern(text.String());
        JsonPart regex = part["Regex"];
        try
        {
            return new RegexPattern(regex.String());
        }
        catch (RegexSyntaxException exception)
        {
            throw new TokenizerException(
                $"{regex.File}: the regular expression at {regex.Path} has {exception.Message}. " +
                "Correct it, or write it without what is not supported.", exception);
        }
    }
}
