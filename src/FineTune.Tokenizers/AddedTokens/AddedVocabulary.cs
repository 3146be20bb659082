using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// The tokens added on top of a model's vocabulary. Immutable: adding makes another, so that a tokenizer can be used by many
/// threads while one adds.
/// </summary>
internal sealed class AddedVocabulary
{
    private readonly IModel _model;
    private readonly INormalizer? _normalizer;
    private readonly Dictionary<string, int> _ids;
    private readonly SortedDictionary<int, AddedToken> _tokens;
    private readonly List<AddedToken> _ordinary, _special;
    private readonly HashSet<string> _specialContents;
    private readonly Dictionary<int, string> _spellings = [];

    public AddedVocabulary(IModel model, INormalizer? normalizer)
        : this(model, normalizer, new(StringComparer.Ordinal), [], [], [], new(StringComparer.Ordinal))
    {
    }

    private AddedVocabulary(
        IModel model,
        INormalizer? normalizer,
        Dictionary<string, int> ids,
        SortedDictionary<int, AddedToken> tokens,
        List<AddedToken> ordinary,
        List<AddedToken> special,
        HashSet<string> specialContents)
    {
        (_model, _normalizer, _ids, _tokens) = (model, normalizer, ids, tokens);
        (_ordinary, _special, _specialContents) = (ordinary, special, specialContents);
        Raw = new([], specialContents);
        Normalized = new([], specialContents);
    }

    /// <summary>Gets the matcher of tokens that are looked for in the text as it is.</summary>
    public AddedTokenMatcher Raw { get; private set; }

    /// <summary>Gets the matcher of tokens that are looked for in the normalized text.</summary>
    public AddedTokenMatcher Normalized { get; private set; }

    /// <summary>Gets the tokens by id, ascending.</summary>
    public IReadOnlyDictionary<int, AddedToken> Tokens => _tokens;

    /// <summary>Gets the ids by content.</summary>
    public IReadOnlyDictionary<string, int> Ids => _ids;

    public bool IsSpecial(string token) => _specialContents.Contains(token);

    public int? TokenToId(string token) => _ids.TryGetValue(token, out int id) ? id : _model.TokenToId(token);

    /// <summary>The token of an id, normalized when that is how it is looked for; null when there is none.</summary>
    public string? IdToToken(int id) => _spellings.GetValueOrDefault(id) ?? _model.IdToToken(id);

    /// <summary>The vocabulary with more tokens; those the model has keep its id, the others get the next free ones.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="count">How many were not there yet, exactly so.</param>
    public AddedVocabulary Add(IReadOnlyCollection<AddedToken> tokens, out int count)
    {
        AddedVocabulary result = new(_model, _normalizer, new(_ids, StringComparer.Ordinal), new(_tokens), [.. _ordinary], [.. _special],
            new(_specialContents, StringComparer.Ordinal));
        foreach (AddedToken token in tokens)
            result.NoteSpecial(token);
        count = tokens.Count(result.AddOne);
        result.BuildMatchers();
        return result;
    }

    private void NoteSpecial(AddedToken token)
    {
        if (token.Special && token.Content.Length > 0 && _specialContents.Add(token.Content))
            _special.Add(token);
    }

    private bool AddOne(AddedToken token)
    {
        if (token.Content.Length == 0 || _tokens.ContainsValue(token))
            return false;
        int id = TokenToId(token.Content) ?? Math.Max(_model.VocabularySize, _ids.Count == 0 ? 0 : _ids.Values.Max() + 1);
        _ids[token.Content] = id;
        _tokens[id] = token;
        if (!_specialContents.Contains(token.Content))
            _ordinary.Add(token);
        return true;
    }

    private void BuildMatchers()
    {
        List<AddedTokenPattern> raw = [], normalized = [];
        foreach (AddedToken token in _special.Concat(_ordinary))
        {
            int id = _ids[token.Content];
            int[] points = token.Normalized ? Normalize(token.Content) : ToPoints(token.Content);
            (token.Normalized ? normalized : raw).Add(new(points, id, _tokens[id]));
            _spellings[id] = string.Concat(points.Select(char.ConvertFromUtf32));
        }

        Raw = new(raw, _specialContents);
        Normalized = new(normalized, _specialContents);
    }

    private int[] Normalize(string content)
    {
        NormalizedText text = new();
        text.Reset(content, 0);
        _normalizer?.Normalize(text);
        return text.Points.ToArray();
    }

    private static int[] ToPoints(string text) => [.. text.EnumerateRunes().Select(rune => rune.Value)];
}
