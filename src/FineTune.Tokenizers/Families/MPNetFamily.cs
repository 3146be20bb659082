using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>MPNetTokenizer: BERT's words, RoBERTa's special tokens.</summary>
internal sealed class MPNetFamily : ITokenizerFamily
{
    private static readonly (string Name, string Token)[] Tokens =
    [
        ("bos_token", "<s>"), ("eos_token", "</s>"), ("sep_token", "</s>"), ("cls_token", "<s>"), ("unk_token", "[UNK]"), ("pad_token", "<pad>"),
        ("mask_token", "<mask>"),
    ];

    /// <inheritdoc/>
    public void SetDefaults(TokenizerSettings settings)
    {
        foreach ((string name, string token) in Tokens)
        {
            if (settings.Text(name) is string || !settings.Contains(name))
                settings[name] = Described(settings.Text(name) ?? token, lstrip: name == "mask_token");
        }

        BertFamily.SetCaseDefaults(settings);
    }

    /// <inheritdoc/>
    public TokenizerBackend Build(TokenizerSource source, TokenizerSettings settings) => BertFamily.BuildWordPiece(source, settings);

    /// <inheritdoc/>
    public PostProcessor PostProcessor(SpecialTokenIds ids) =>
        Tokenizers.PostProcessor.Roberta(ids["cls_token"], ids["sep_token", 2], trimOffsets: true, addPrefixSpace: false);

    private static JsonObject Described(string content, bool lstrip) => new() { ["content"] = content, ["lstrip"] = lstrip, ["special"] = true };
}
