using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The third stage: cuts a word into tokens of a vocabulary. Immutable.</summary>
internal interface IModel
{
    int VocabularySize { get; }

    IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <summary>Gets the id of the token that is spelled as the text it stands for, when spans are trimmed; -1 for none.</summary>
    int SpelledAsText => -1;

    int? TokenToId(string token);

    string? IdToToken(int id);

    /// <summary>Cuts a word of code points; pieces go to <see cref="TokenBuffer.Pieces"/>, their spans counted in code points of the word.</summary>
    /// <returns>How many pieces there are.</returns>
    int Tokenize(ReadOnlySpan<int> word, TokenBuffer buffer);

    /// <summary>The component as tokenizer.json holds it.</summary>
    JsonObject ToJson();
}
