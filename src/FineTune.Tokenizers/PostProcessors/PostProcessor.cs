using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The fourth stage: puts one text or two together with special tokens around them, as a template says.</summary>
internal sealed class PostProcessor
{
    private readonly Func<JsonObject> _toJson;

    private PostProcessor(TemplatePiece[] single, TemplatePiece[] pair, Func<JsonObject> toJson)
    {
        (Single, Pair, _toJson) = (single, pair, toJson);
        AddedToSingle = CountAdded(single);
        AddedToPair = CountAdded(pair);
    }

    /// <summary>Gets what stands in for a missing post-processor: the texts, one after the other.</summary>
    public static PostProcessor Plain { get; } = Template(
        [new(0, null, 0)], [new(0, null, 0), new(1, null, 1)], new Dictionary<string, SpecialToken>());

    public TemplatePiece[] Single { get; }

    public TemplatePiece[] Pair { get; }

    public int AddedToSingle { get; }

    public int AddedToPair { get; }

    /// <summary>The TemplateProcessing component.</summary>
    public static PostProcessor Template(
        TemplatePiece[] single, TemplatePiece[] pair, IReadOnlyDictionary<string, SpecialToken> specialTokens) =>
        new(single, pair, () => TemplateToJson(single, pair, specialTokens));

    /// <summary>The BertProcessing component: <c>[CLS] A [SEP]</c> and <c>[CLS] A [SEP] B [SEP]</c>.</summary>
    public static PostProcessor Bert(string cls, int clsId, string sep, int sepId)
    {
        (TemplatePiece[] single, TemplatePiece[] pair) = BertPieces(One(cls, clsId), One(sep, sepId));
        return new(single, pair, () => new JsonObject
        {
            ["type"] = "BertProcessing",
            ["sep"] = new JsonArray(sep, sepId),
            ["cls"] = new JsonArray(cls, clsId),
        });
    }

    /// <summary>The template that BERT tokenizers build for themselves.</summary>
    public static PostProcessor BertTemplate(string cls, int clsId, string sep, int sepId)
    {
        (TemplatePiece[] single, TemplatePiece[] pair) = BertPieces(One(cls, clsId), One(sep, sepId));
        return Template(single, pair, new Dictionary<string, SpecialToken>(StringComparer.Ordinal)
        {
            [cls] = One(cls, clsId),
            [sep] = One(sep, sepId),
        });
    }

    public JsonObject ToJson() => _toJson();

    private static SpecialToken One(string token, int id) => new(token, [id], [token]);

    private static (TemplatePiece[] Single, TemplatePiece[] Pair) BertPieces(SpecialToken cls, SpecialToken sep) => (
        [new(0, cls, 0), new(0, null, 0), new(0, sep, 0)],
        [new(0, cls, 0), new(0, null, 0), new(0, sep, 0), new(1, null, 1), new(0, sep, 1)]);

    private static JsonObject TemplateToJson(
        TemplatePiece[] single, TemplatePiece[] pair, IReadOnlyDictionary<string, SpecialToken> specialTokens)
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
            ["id"] = piece.SpecialToken?.Id ?? (piece.Sequence == 0 ? "A" : "B"),
            ["type_id"] = piece.TypeId,
        },
    })];

    private static int CountAdded(TemplatePiece[] pieces) => pieces.Sum(piece => piece.SpecialToken?.Ids.Length ?? 0);
}
