using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The tokens of a model and their ids, both ways.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _ids;
    private readonly string?[] _tokens;
    private readonly Dictionary<int, string> _others = [];

    public Vocabulary(Dictionary<string, int> ids)
    {
        _ids = ids;
        Table = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        _tokens = new string?[ids.Count];
        foreach ((string token, int id) in ids)
        {
            if ((uint)id < (uint)_tokens.Length)
                _tokens[id] = token;
            else
                _others[id] = token;
        }
    }

    public int Count => _ids.Count;

    public IReadOnlyDictionary<string, int> Ids => _ids;

    /// <summary>Gets the ids, to be asked with spans.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Table { get; }

    public int? Find(string token) => _ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>The id of a token, or -1.</summary>
    public int IdOf(ReadOnlySpan<char> token) => Table.TryGetValue(token, out int id) ? id : -1;

    public string? TokenOf(int id) => (uint)id < (uint)_tokens.Length ? _tokens[id] : _others.GetValueOrDefault(id);

    /// <summary>The ids of the 256 tokens that stand for bytes (<c>&lt;0x0A&gt;</c>), -1 for those that do not exist.</summary>
    public int[] ByteTokens() => [.. Enumerable.Range(0, 256).Select(value => IdOf($"<0x{value:X2}>"))];

    public JsonObject ToJson()
    {
        JsonObject vocabulary = [];
        foreach ((string token, int id) in _ids.OrderBy(token => token.Value))
            vocabulary[token] = id;
        return vocabulary;
    }
}
