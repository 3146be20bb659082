namespace FineTune;

/// <summary>The keys of DeBERTa and DeBERTa-v2.</summary>
public abstract record DisentangledConfig : EncoderConfig
{
    private protected DisentangledConfig(string modelType, IEnumerable<KeyValuePair<string, object?>> differences)
        : base(modelType, Shared.Concat(differences))
    {
    }

    /// <summary>Gets the dropout rate before the classifier, or null for <see cref="EncoderConfig.HiddenDropoutProb"/>. Default null.</summary>
    public double? ClsDropout
    {
        get => Contains("cls_dropout") ? Get<double?>("cls_dropout") : null;
        init => Set("cls_dropout", value);
    }

    /// <summary>Gets the size of a token's vector before the layers. Default: that of the layers.</summary>
    public int EmbeddingSize
    {
        get => Contains("embedding_size") ? Get<int>("embedding_size") : HiddenSize;
        init => Set("embedding_size", value);
    }

    /// <summary>Gets the greatest relative position; below 1 it is <see cref="PretrainedConfig.MaxPositionEmbeddings"/>. Default -1.</summary>
    public int MaxRelativePositions
    {
        get => Get<int>("max_relative_positions");
        init => Set("max_relative_positions", value);
    }

    /// <summary>Gets the dropout rate before the pooler. Default 0.</summary>
    public double PoolerDropout
    {
        get => Get<double>("pooler_dropout");
        init => Set("pooler_dropout", value);
    }

    /// <summary>Gets the activation function of the pooler, by the reference's name. Default "gelu".</summary>
    public string PoolerHiddenAct
    {
        get => Get<string>("pooler_hidden_act");
        init => Set("pooler_hidden_act", value);
    }

    /// <summary>Gets the terms of scores that relative positions add: "c2p" (content to position), "p2c", or both. Default none.</summary>
    public IReadOnlyList<string> PosAttType
    {
        get => [.. (ToDictionary()["pos_att_type"] as IEnumerable<object?> ?? []).Select(type => type as string ?? string.Empty)];
        init => Set("pos_att_type", value?.ToArray<object?>());
    }

    /// <summary>Gets whether the embeddings have absolute positions. Default true.</summary>
    public bool PositionBiasedInput
    {
        get => Get<bool>("position_biased_input");
        init => Set("position_biased_input", value);
    }

    internal sealed override bool LimitsTexts => PositionBiasedInput;

    /// <summary>Gets whether attention knows relative positions. Default false.</summary>
    public bool RelativeAttention
    {
        get => Get<bool>("relative_attention");
        init => Set("relative_attention", value);
    }

    /// <summary>Gets the number of token types: which text of a pair a token belongs to. Default 0, none.</summary>
    public int TypeVocabSize
    {
        get => Get<int>("type_vocab_size");
        init => Set("type_vocab_size", value);
    }

    /// <summary>Gets the greatest relative position there is.</summary>
    internal int RelativeLimit => MaxRelativePositions < 1 ? MaxPositionEmbeddings : MaxRelativePositions;

    private static Dictionary<string, object?> Shared { get; } = new()
    {
        ["attention_probs_dropout_prob"] = 0.1,
        ["bos_token_id"] = null,
        ["eos_token_id"] = null,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = 0.1,
        ["initializer_range"] = 0.02,
        ["layer_norm_eps"] = 1e-7,
        ["legacy"] = true,
        ["max_position_embeddings"] = 512,
        ["max_relative_positions"] = -1,
        ["pad_token_id"] = 0,
        ["pooler_dropout"] = 0.0,
        ["pooler_hidden_act"] = "gelu",
        ["pooler_hidden_size"] = null,
        ["pos_att_type"] = null,
        ["position_biased_input"] = true,
        ["relative_attention"] = false,
        ["tie_word_embeddings"] = true,
        ["type_vocab_size"] = 0,
    };

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequireProbabilities(problems, "pooler_dropout");
        RequireOneOf(problems, "pooler_hidden_act", ActivationModule.Names);
        if (ClsDropout is { } rate && !(rate >= 0 && rate <= 1))
        {
            problems.Add($"cls_dropout is {PythonNumber.Repr(rate)}; expected a rate from 0 to 1.");
        }

        if (TypeVocabSize < 0 || EmbeddingSize <= 0)
        {
            problems.Add($"type_vocab_size is {TypeVocabSize} and embedding_size {EmbeddingSize}; expected a number of types, or 0, and a positive size.");
        }

        if (ToDictionary()["pooler_hidden_size"] is not long size || size != HiddenSize)
        {
            problems.Add($"pooler_hidden_size is {ToDictionary()["pooler_hidden_size"]}; expected hidden_size, {HiddenSize}, for the pooler reads and the classifier gets that many.");
        }

        if (ToDictionary()["pos_att_type"] is not (null or IEnumerable<object?>))
        {
            problems.Add("pos_att_type is neither a text nor a list; expected c2p, p2c or both.");
        }

        if (PosAttType.FirstOrDefault(type => type is not ("c2p" or "p2c")) is { } unknown)
        {
            problems.Add($"pos_att_type has \"{unknown}\"; expected c2p, p2c or both.");
        }
    }

    /// <inheritdoc/>
    private protected override void Complete(Dictionary<string, object?> values) => values["pooler_hidden_size"] ??= values["hidden_size"];

    /// <inheritdoc/>
    private protected override void Translate(Dictionary<string, object?> values)
    {
        if (values["pos_att_type"] is string terms)
        {
            values["pos_att_type"] = terms.ToLowerInvariant().Split('|').Select(term => (object?)term.Trim()).ToArray();
        }
    }
}
