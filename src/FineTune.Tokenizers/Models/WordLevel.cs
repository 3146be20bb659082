using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The WordLevel model: a word is a token, or the unknown one.</summary>
internal sealed class WordLevel : IModel
{
    private readonly Vocabulary _vocabulary;
    private readonly string _unknownToken;

    public WordLevel(Vocabulary vocabulary, string unknownToken) => (_vocabulary, _unknownToken) = (vocabulary, unknownToken);

    public int VocabularySize => _vocabulary.Count;

    public IReadOnlyDictionary<string, int> Vocabulary => _vocabulary.Ids;

    public int? TokenToId(string token) => _vocabulary.Find(token);

    public string? IdToToken(int id) => _vocabulary.TokenOf(id);

    /// <inheritdoc/>
    public int Tokenize(ReadOnlySpan<int> word, TokenBuffer buffer)
    {
        buffer.ReserveWord(word.Length * 2);
        ReadOnlySpan<char> text = buffer.Characters.AsSpan(0, CodePoints.ToUtf16(word, buffer.Characters));
        if (!_vocabulary.Table.TryGetValue(text, out int id) && !_vocabulary.Table.TryGetValue(_unknownToken, out id))
            Throw.UnknownTokenMissing(_unknownToken, text);
        buffer.Pieces[0] = new(id, 0, word.Length);
        return 1;
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "WordLevel",
        ["vocab"] = _vocabulary.ToJson(),
        ["unk_token"] = _unknownToken,
    };
}
