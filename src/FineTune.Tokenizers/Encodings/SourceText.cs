namespace FineTune.Tokenizers;

/// <summary>What is encoded: a text, or words that someone else cut.</summary>
internal readonly record struct SourceText(string? Text, IReadOnlyList<string>? Words)
{
    public static SourceText Of(string text) => new(text, null);

    public static SourceText Of(IReadOnlyList<string> words) => new(null, words);

    public static SourceText? OfOptional(string? text) => text is null ? null : Of(text);

    /// <summary>Appends the tokens to the buffer.</summary>
    public void Encode(TextEncoder encoder, AddedVocabulary added, bool splitSpecialTokens, TokenBuffer buffer)
    {
        if (Words is null)
        {
            encoder.Encode(Text!, added, splitSpecialTokens, buffer);
            return;
        }

        for (int i = 0; i < Words.Count; i++)
        {
            ArgumentNullException.ThrowIfNull(Words[i]);
            int start = buffer.Count;
            encoder.Encode(Words[i], added, splitSpecialTokens, buffer);
            buffer.SetWord(start, i);
        }
    }

    /// <summary>The text that spans of a word's tokens refer to.</summary>
    public string TextOf(int word) => Words is null ? Text! : Words[word];
}
