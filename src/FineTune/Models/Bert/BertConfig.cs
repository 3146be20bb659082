namespace FineTune;

/// <summary>The sizes of a BERT model. For DistilBERT use <see cref="DistilBertConfig"/>.</summary>
public sealed record BertConfig : PretrainedConfig
{
    internal const string Type = "bert";

    private static readonly Dictionary<string, object?> Defaults = new()
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

    /// <summary>Initializes a configuration of the published base model's sizes.</summary>
    public BertConfig()
        : base(Type, Defaults)
    {
    }

    /// <summary>Gets the dropout rate of the attention probabilities. Default 0.1.</summary>
    public double AttentionProbsDropoutProb
    {
        get => Get<double>("attention_probs_dropout_prob");
        init => Set("attention_probs_dropout_prob", value);
    }

    /// <summary>Gets the dropout rate before the classifier, or null for <see cref="HiddenDropoutProb"/>. Default null.</summary>
    public double? ClassifierDropout
    {
        get => Get<double?>("classifier_dropout");
        init => Set("classifier_dropout", value);
    }

    /// <summary>Gets the activation function inside a layer, by the reference's name. Default "gelu".</summary>
    public string HiddenAct
    {
        get => Get<string>("hidden_act");
        init => Set("hidden_act", value);
    }

    /// <summary>Gets the dropout rate of everything but the attention probabilities. Default 0.1.</summary>
    public double HiddenDropoutProb
    {
        get => Get<double>("hidden_dropout_prob");
        init => Set("hidden_dropout_prob", value);
    }

    /// <summary>Gets the size of the vector inside a layer's feed-forward part. Default 3072.</summary>
    public int IntermediateSize
    {
        get => Get<int>("intermediate_size");
        init => Set("intermediate_size", value);
    }

    /// <summary>Gets the number added to a variance before its root is taken. Default 1e-12.</summary>
    public double LayerNormEps
    {
        get => Get<double>("layer_norm_eps");
        init => Set("layer_norm_eps", value);
    }

    /// <summary>Gets the number of token types: which text of a pair a token belongs to. Default 2.</summary>
    public int TypeVocabSize
    {
        get => Get<int>("type_vocab_size");
        init => Set("type_vocab_size", value);
    }

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(
            problems,
            "hidden_size", "intermediate_size", "max_position_embeddings", "num_attention_heads", "num_hidden_layers", "type_vocab_size", "vocab_size");
        RequireProbabilities(problems, "attention_probs_dropout_prob", "classifier_dropout", "hidden_dropout_prob");
        RequireHeadsToDivide(problems, "hidden_size", "num_attention_heads");
        RequirePadToken(problems);
        RequireOneOf(problems, "hidden_act", ActivationModule.Names);
        if (Get<bool>("is_decoder") || Get<bool>("add_cross_attention"))
        {
            problems.Add("is_decoder or add_cross_attention is true, but only the encoder is supported; set both to false.");
        }

        if (Contains("position_embedding_type") && Get<string?>("position_embedding_type") is { } type and not "absolute")
        {
            problems.Add($"position_embedding_type is \"{type}\", but only \"absolute\" is supported, as in the reference since version 5.");
        }
    }
}
