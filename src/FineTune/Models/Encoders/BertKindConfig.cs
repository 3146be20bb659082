namespace FineTune;

/// <summary>The keys of BERT, RoBERTa, XLM-RoBERTa, CamemBERT and ELECTRA.</summary>
public abstract record BertKindConfig : EncoderConfig
{
    private protected BertKindConfig(string modelType, IEnumerable<KeyValuePair<string, object?>> differences)
        : base(modelType, Shared.Concat(differences))
    {
    }

    /// <summary>Gets the dropout rate before the classifier, or null for <see cref="EncoderConfig.HiddenDropoutProb"/>. Default null.</summary>
    public double? ClassifierDropout
    {
        get => Get<double?>("classifier_dropout");
        init => Set("classifier_dropout", value);
    }

    /// <summary>Gets the number of token types: which text of a pair a token belongs to. Default 2.</summary>
    public int TypeVocabSize
    {
        get => Get<int>("type_vocab_size");
        init => Set("type_vocab_size", value);
    }

    /// <summary>What the reference's classes have in common.</summary>
    private static Dictionary<string, object?> Shared { get; } = new()
    {
        ["add_cross_attention"] = false,
        ["attention_probs_dropout_prob"] = 0.1,
        ["bos_token_id"] = null,
        ["classifier_dropout"] = null,
        ["eos_token_id"] = null,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = 0.1,
        ["hidden_size"] = 768,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = 3072,
        ["is_decoder"] = false,
        ["layer_norm_eps"] = 1e-12,
        ["max_position_embeddings"] = 512,
        ["num_attention_heads"] = 12,
        ["num_hidden_layers"] = 12,
        ["pad_token_id"] = 0,
        ["tie_word_embeddings"] = true,
        ["type_vocab_size"] = 2,
        ["use_cache"] = true,
        ["vocab_size"] = 30522,
    };

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(problems, "type_vocab_size");
        RequireProbabilities(problems, "classifier_dropout");
    }
}
