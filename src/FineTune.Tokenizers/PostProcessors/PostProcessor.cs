using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>The fourth stage: trims spans, and puts one text or two together with special tokens around them, as a template says.</summary>
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
    public static PostProcessor Plain { get; } = Template(PlainSingle, PlainPair, new Dictionary<string, SpecialToken>());

    public TemplatePiece[] Single { get; }

    public TemplatePiece[] Pair { get; }

    public int AddedToSingle { get; }

    public int AddedToPair { get; }

    /// <summary>Gets how often white space is cut off spans, and each time whether a space was put before the text.</summary>
    public bool[] Trims { get; private init; } = [];

    /// <summary>Gets whether it puts anything together itself.</summary>
    public bool IsTemplate { get; private init; } = true;

    /// <summary>Gets whether all types are 0, those of what overflows too once special tokens are added.</summary>
    public bool IsOneType { get; private init; }

    private static TemplatePiece[] PlainSingle => [new(0, null, 0)];

    private static TemplatePiece[] PlainPair => [new(0, null, 0), new(1, null, 1)];

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

    /// <summary>The RobertaProcessing component: <c>&lt;s&gt; A &lt;/s&gt;</c> and <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>.</summary>
    public static PostProcessor Roberta(SpecialToken cls, SpecialToken sep, bool trimOffsets, bool addPrefixSpace)
    {
        TemplatePiece start = new(0, cls, 0), end = new(0, sep, 0), first = new(0, null, 0), second = new(1, null, 0);
        return new([start, first, end], [start, first, end, end, second, end], () => new JsonObject
        {
            ["type"] = "RobertaProcessing",
            ["sep"] = new JsonArray(sep.Id, sep.Ids[0]),
            ["cls"] = new JsonArray(cls.Id, cls.Ids[0]),
            ["trim_offsets"] = trimOffsets,
            ["add_prefix_space"] = addPrefixSpace,
        })
        {
            Trims = trimOffsets ? [addPrefixSpace] : [],
            IsOneType = true,
        };
    }

    /// <summary>The ByteLevel component, which only trims.</summary>
    public static PostProcessor ByteLevel(bool addPrefixSpace, bool trimOffsets, bool useRegex) => new(PlainSingle, PlainPair, () => new JsonObject
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = useRegex,
    })
    {
        Trims = trimOffsets ? [addPrefixSpace] : [],
        IsTemplate = false,
    };

    /// <summary>Several post-processors, of which at most one puts texts together.</summary>
    public static PostProcessor Sequence(IReadOnlyList<PostProcessor> parts)
    {
        PostProcessor template = parts.FirstOrDefault(part => part.IsTemplate) ?? Plain;
        return new(template.Single, template.Pair, () => new JsonObject
        {
            ["type"] = "Sequence",
            ["processors"] = new JsonArray([.. parts.Select(part => part.ToJson())]),
        })
        {
            Trims = [.. parts.SelectMany(part => part.Trims)],
            IsTemplate = parts.Any(part => part.IsTemplate),
            IsOneType = template.IsOneType,
        };
    }

    /// <summary>The template that BERT tokenizers build for themselves.</summary>
    public static PostProcessor BertTemplate(string cls, int clsId, string sep, int sepId)
    {
        (TemplatePiece[] single, TemplatePiece[] pair) = BertPieces(One(cls, clsId), One(sep, sepId));
        return Template(single, pair, SpecialTokens(One(cls, clsId), One(sep, sepId)));
    }

    /// <summary>A template with two separators between texts, all of type 0: <c>&lt;s&gt; A &lt;/s&gt; &lt;/s&gt; B &lt;/s&gt;</c>.</summary>
    public static PostProcessor DoubleSeparator(SpecialToken start, SpecialToken end)
    {
        TemplatePiece first = new(0, start, 0), separator = new(0, end, 0);
        return Template(
            [first, new(0, null, 0), separator],
            [first, new(0, null, 0), separator, separator, new(1, null, 0), separator],
            SpecialTokens(start, end));
    }

    /// <summary>Special tokens by name.</summary>
    public static Dictionary<string, SpecialToken> SpecialTokens(params ReadOnlySpan<SpecialToken> tokens)
    {
        Dictionary<string, SpecialToken> byName = new(StringComparer.Ordinal);
        foreach (SpecialToken token in tokens)
            byName[token.Id] = token;
        return byName;
    }

    public JsonObject ToJson() => _toJson();

    /// <summary>A special token that stands for itself.</summary>
    public static SpecialToken One(string token, int id) => new(token, [id], [token]);

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

    private static JsonArray PiecesToJson(IEnumerable<TemplatePiece> pieces) => new([.. pieces.Select(piece => new JsonObject
    {
        [piece.IsSequence ? "Sequence" : "SpecialToken"] = new JsonObject
        {
            ["id"] = piece.SpecialToken?.Id ?? (piece.Sequence == 0 ? "A" : "B"),
            ["type_id"] = piece.TypeId,
        },
    })]);

    private static int CountAdded(TemplatePiece[] pieces) => pieces.Sum(piece => piece.SpecialToken?.Ids.Length ?? 0);
}
