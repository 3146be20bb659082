namespace FineTune;

/// <summary>A text, or a pair of texts, to classify; a string is a text by itself.</summary>
/// <param name="Text">The text.</param>
/// <param name="TextPair">The second text, or null. Default null.</param>
public readonly record struct TextInput(string Text, string? TextPair = null)
{
    /// <summary>Takes a string as a text.</summary>
    public static implicit operator TextInput(string text) => new(text);
}
