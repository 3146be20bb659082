using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The fourth stage: puts one text or two together with special tokens around them, as a template says.</summary>
internal sealed class PostProcessor
{
    private readonly Func<JsonObject> _toJson;

    private PostProcessor(
        IReadOnlyList<TemplatePiece> single,
        IReadOnlyList<TemplatePiece> pair,
        IReadOnlyDictionary<string, SpecialToken> specialTokens,
        Func<JsonObject> toJson)
    {
        (Single, Pair, SpecialTokens, _toJson) = (single, pair, specialTokens, toJson);
        AddedToSingle = CountAdded(single);
        AddedToPair = CountAdded(pair);
    }

    /// <summary>Gets what stands in for a missing post-processor: the texts, one after the other.</summary>
    public static PostProcessor None { get; } = new(
        [new(0, null, 0)], [new(0, null, 0), new(1, null, 1)], new Dictionary<string, SpecialToken>(), () => []);

    public IReadOnlyList<TemplatePiece> Single { get; }

    public IReadOnlyList<TemplatePiece> Pair { get; }

    public IReadOnlyDictionary<string, SpecialToken> SpecialTokens { get; }

    public int AddedToSingle { get; }

    public int AddedToPair { get; }

    /// <summary>The TemplateProcessing component.</summary>
    public static PostProcessor Template(
        IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair, IReadOnlyDictionary<string, SpecialToken> specialTokens) =>
        new(single, pair, specialTokens, () => TemplateToJson(single, pair, specialTokens));

    /// <summary>The BertProcessing component: <c>[CLS] A [SEP]</c> and <c>[CLS] A [SEP] B [SEP]</c>.</summary>
    public static PostProcessor Bert(string cls, int clsId, string sep, int sepId) =>
        new(BertSingle(cls, sep), BertPair(cls, sep), BertTokens(cls, clsId, sep, sepId), () => new JsonObject
        {
            ["type"] = "BertProcessing",
            ["sep"] = new JsonArray(sep, sepId),
            ["cls"] = new JsonArray(cls, clsId),
        });

    /// <summary>The template that BERT tokenizers build for themselves.</summary>
    public static PostProcessor BertTemplate(string cls, int clsId, string sep, int sepId) =>
        Template(BertSingle(cls, sep), BertPair(cls, sep), BertTokens(cls, clsId, sep, sepId));

    public JsonObject ToJson() => _toJson();

    private static List<TemplatePiece> BertSingle(string cls, string sep) => [new(0, cls, 0), new(0, null, 0), new(0, sep, 0)];

    private static List<TemplatePiece> BertPair(string cls, string sep) =>
        [new(0, cls, 0), new(0, null, 0), new(0, sep, 0), new(1, null, 1), new(0, sep, 1)];

    private static Dictionary<string, SpecialToken> BertTokens(string cls, int clsId, string sep, int sepId) =>
        new(StringComparer.Ordinal) { [cls] = new(cls, [clsId], [cls]), [sep] = new(sep, [sepId], [sep]) };

    private static JsonObject TemplateToJson(
        IReadOnlyList<TemplatePiece> single, IReadOnlyList<TemplatePiece> pair, IReadOnlyDictionary<string, SpecialToken> specialTokens)
    {
        JsonObject tokens = [];
        foreach (SpecialToken token in specialTokens.Values.OrderBy(token => token.Id, StringComparer.Ordinal))
        {
            tokens[token.Id] = new JsonObject
            {
                ["id"] = token.Id,
                ["ids"] = new JsonArray([.. token.Ids.Select(id => JsonValue.Create(id))]),
                ["tokens"] = new JsonArray([.. token.Tokens.Select(text => JsonValue.Create(text))]),
            };
        }

        return new JsonObject
        {
            ["type"] = "TemplateProcessing",
            ["single"] = PiecesToJson(single),
            ["pair"] = PiecesToJson(pair),
            ["special_tokens"] = tokens,
        };
    }

    private static JsonArray PiecesToJson(IEnumerable<TemplatePiece> pieces) => [.. pieces.Select(piece => new JsonObject
    {
        [piece.IsSequence ? "Sequence" : "SpecialToken"] = new JsonObject
        {
            ["id"] = piece.SpecialToken ?? (piece.Sequence == 0 ? "A" : "B"),
            ["type_id"] = piece.TypeId,
        },
    })];

    private int CountAdded(IEnumerable<TemplatePiece> pieces) =>
        pieces.Sum(piece => piece.IsSequence ? 0 : SpecialTokens[piece.SpecialToken!].Ids.Length);
}
