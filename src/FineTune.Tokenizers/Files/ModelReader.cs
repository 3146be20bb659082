using System.Text.Json;

namespace FineTune.Tokenizers;

/// <summary>Makes the model that tokenizer.json describes.</summary>
internal static class ModelReader
{
    private const string Supported = "WordPiece, BPE, Unigram and WordLevel";

    public static IModel Read(JsonPart part) => TypeOf(part) switch
    {
        "WordPiece" => new WordPiece(
            Vocabulary(part["vocab"]),
            part.Find("unk_token")?.String() ?? "[UNK]",
            part.Find("continuing_subword_prefix")?.String() ?? "##",
            part.Find("max_input_chars_per_word")?.Count() ?? 100),
        "BPE" => Bpe(part),
        "Unigram" => new Unigram(Scores(part["vocab"], score => score.Score()), UnknownId(part), part.Find("byte_fallback")?.Bool() ?? false),
        "WordLevel" => new WordLevel(new Vocabulary(Vocabulary(part["vocab"])), part.Find("unk_token")?.String() ?? "<unk>"),
        string type => ComponentReader.Unsupported<IModel>(part, "model", type, Supported),
    };

    /// <summary>The vocabulary of a model of a type; others are refused.</summary>
    public static Dictionary<string, int> Vocabulary(JsonPart model, string type) =>
        TypeOf(model) == type ? Vocabulary(model["vocab"]) : model.Wrong<Dictionary<string, int>>($"a {type} model");

    /// <summary>Tokens and ids.</summary>
    public static Dictionary<string, int> Vocabulary(JsonPart part)
    {
        Dictionary<string, int> vocabulary = new(part.Length, StringComparer.Ordinal);
        foreach ((string token, JsonPart id) in part.Properties())
            vocabulary[token] = id.Count();
        return vocabulary;
    }

    /// <summary>The tokens and scores of a unigram model. Classes that make their model anew from the file's values read them to the nearest number, as Python does.</summary>
    public static (string Token, double Score)[] Scores(JsonPart part) => Scores(part, score => score.Double());

    private static (string Token, double Score)[] Scores(JsonPart part, Func<JsonPart, double> read)
    {
        List<(string, double)> tokens = new(part.Length);
        foreach (JsonPart item in part.Items())
        {
            if (item.Value.ValueKind == JsonValueKind.Array && !item.IsPair)
                item.Wrong<int>("a token and its score");
            tokens.Add((item[0].String(), read(item[1])));
        }

        return [.. tokens];
    }

    /// <summary>The merges of byte pair encoding.</summary>
    public static BpeMerges Merges(JsonPart model, Vocabulary vocabulary, string continuingSubwordPrefix)
    {
        JsonPart list = model["merges"];
        MergeReader merges = new(vocabulary, continuingSubwordPrefix, list.Length);
        foreach (JsonPart item in list.Items())
            merges.Add(item);
        return merges.ToMerges();
    }

    /// <summary>The type; older files leave it out.</summary>
    public static string TypeOf(JsonPart model) => model.Find("type")?.String()
        ?? (model.Find("merges") is not null ? "BPE"
        : model["vocab"].Value.ValueKind == JsonValueKind.Array ? "Unigram"
        : model.Find("continuing_subword_prefix") is not null ? "WordPiece"
        : "WordLevel");

    private static Bpe Bpe(JsonPart part)
    {
        if (part.Find("dropout") is JsonPart dropout && dropout.Double() != 0)
            dropout.Wrong<int>("no dropout, which would cut words differently each time");
        BpeOptions options = new()
        {
            Dropout = part.Find("dropout")?.Double(),
            UnknownToken = part.Find("unk_token")?.String(),
            ContinuingSubwordPrefix = part.Find("continuing_subword_prefix")?.String(),
            EndOfWordSuffix = part.Find("end_of_word_suffix")?.String(),
            FuseUnknown = part.Find("fuse_unk")?.Bool() ?? false,
            ByteFallback = part.Find("byte_fallback")?.Bool() ?? false,
            IgnoreMerges = part.Find("ignore_merges")?.Bool() ?? false,
        };
        Vocabulary vocabulary = new(Vocabulary(part["vocab"]));
        return new(vocabulary, Merges(part, vocabulary, options.ContinuingSubwordPrefix ?? ""), options);
    }

    private static int? UnknownId(JsonPart part)
    {
        if (part.Find("unk_id") is not JsonPart id)
            return null;
        return id.Count() < part["vocab"].Length ? id.Count() : id.Wrong<int>("the number of a token of the vocabulary");
    }
}
