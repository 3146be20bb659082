namespace FineTune;

/// <summary>The sizes of a ModernBERT model.</summary>
public sealed record ModernBertConfig : PretrainedConfig
{
    private const string HalfWindow = "sliding_window";
    private const string FullEvery = "global_attn_every_n_layers";
    private const long MostTokens = int.MaxValue;

    private static readonly Dictionary<string, object?> Defaults = new()
    {
        ["attention_bias"] = false,
        ["attention_dropout"] = 0.0,
        ["bos_token_id"] = 50281,
        ["classifier_activation"] = "gelu",
        ["classifier_bias"] = false,
        ["classifier_dropout"] = 0.0,
        ["classifier_pooling"] = "cls",
        ["cls_token_id"] = 50281,
        ["decoder_bias"] = true,
        ["deterministic_flash_attn"] = false,
        ["embedding_dropout"] = 0.0,
        ["eos_token_id"] = 50282,
        ["hidden_activation"] = "gelu",
        ["hidden_size"] = 768,
        ["initializer_cutoff_factor"] = 2.0,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = 1152,
        ["layer_types"] = null,
        ["local_attention"] = 128,
        ["max_position_embeddings"] = 8192,
        ["mlp_bias"] = false,
        ["mlp_dropout"] = 0.0,
        ["norm_bias"] = false,
        ["norm_eps"] = 1e-5,
        ["num_attention_heads"] = 12,
        ["num_hidden_layers"] = 22,
        ["pad_token_id"] = 50283,
        ["rope_parameters"] = null,
        ["sep_token_id"] = 50282,
        ["sparse_pred_ignore_index"] = -100,
        ["sparse_prediction"] = false,
        ["tie_word_embeddings"] = true,
        ["vocab_size"] = 50368,
    };

    /// <summary>Initializes a configuration of the published base model's sizes.</summary>
    public ModernBertConfig()
        : base("modernbert", Defaults)
    {
    }

    /// <summary>Gets whether the attention's projections have biases. Default false.</summary>
    public bool AttentionBias
    {
        get => Get<bool>("attention_bias");
        init => Set("attention_bias", value);
    }

    /// <summary>Gets the dropout rate of the attention probabilities and of what the attention adds. Default 0.</summary>
    public double AttentionDropout
    {
        get => Get<double>("attention_dropout");
        init => Set("attention_dropout", value);
    }

    /// <summary>Gets the activation function of the classifier's head, by the reference's name. Default "gelu".</summary>
    public string ClassifierActivation
    {
        get => Get<string>("classifier_activation");
        init => Set("classifier_activation", value);
    }

    /// <summary>Gets whether the dense layer of the classifier's head has a bias. Default false.</summary>
    public bool ClassifierBias
    {
        get => Get<bool>("classifier_bias");
        init => Set("classifier_bias", value);
    }

    /// <summary>Gets the dropout rate before the classifier. Default 0.</summary>
    public double ClassifierDropout
    {
        get => Get<double>("classifier_dropout");
        init => Set("classifier_dropout", value);
    }

    /// <summary>Gets what stands for a text: "cls", its first position, or "mean", the mean of its tokens. Default "cls".</summary>
    public string ClassifierPooling
    {
        get => Get<string>("classifier_pooling");
        init => Set("classifier_pooling", value);
    }

    /// <summary>Gets the dropout rate behind the embeddings. Default 0.</summary>
    public double EmbeddingDropout
    {
        get => Get<double>("embedding_dropout");
        init => Set("embedding_dropout", value);
    }

    /// <summary>Gets the activation function of the gated part of a layer, by the reference's name. Default "gelu".</summary>
    public string HiddenActivation
    {
        get => Get<string>("hidden_activation");
        init => Set("hidden_activation", value);
    }

    /// <summary>Gets after how many standard deviations fresh weights are cut off. Default 2.</summary>
    public double InitializerCutoffFactor
    {
        get => Get<double>("initializer_cutoff_factor");
        init => Set("initializer_cutoff_factor", value);
    }

    /// <summary>Gets the size of each half of the vector inside a layer's feed-forward part. Default 1152.</summary>
    public int IntermediateSize
    {
        get => Get<int>("intermediate_size");
        init => Set("intermediate_size", value);
    }

    /// <summary>Gets each layer's reach, "full_attention" or "sliding_attention". Default: every third one is full, the first among them.</summary>
    public IReadOnlyList<string> LayerTypes
    {
        get => [.. (ToDictionary()["layer_types"] as IEnumerable<object?> ?? []).Select(type => type as string ?? string.Empty)];
        init => Set("layer_types", value?.ToArray<object?>());
    }

    /// <summary>Gets the window of layers with local attention: half of it to each side. Default 128.</summary>
    public int LocalAttention
    {
        get => Get<int>("local_attention");
        init => Set("local_attention", value);
    }

    /// <summary>Gets whether the feed-forward part has biases. Default false.</summary>
    public bool MlpBias
    {
        get => Get<bool>("mlp_bias");
        init => Set("mlp_bias", value);
    }

    /// <summary>Gets the dropout rate inside the feed-forward part. Default 0.</summary>
    public double MlpDropout
    {
        get => Get<double>("mlp_dropout");
        init => Set("mlp_dropout", value);
    }

    /// <summary>Gets whether norms have biases. Default false.</summary>
    public bool NormBias
    {
        get => Get<bool>("norm_bias");
        init => Set("norm_bias", value);
    }

    /// <summary>Gets the number added to a variance before its root is taken. Default 1e-5.</summary>
    public double NormEps
    {
        get => Get<double>("norm_eps");
        init => Set("norm_eps", value);
    }

    /// <summary>Gets the base of the rotary positions' wavelengths in layers of a type. Default 160000 for full attention, 10000 for sliding.</summary>
    /// <param name="layerType">"full_attention" or "sliding_attention".</param>
    internal double RopeTheta(string layerType) => ModernBertRope.Theta(ToDictionary()["rope_parameters"], layerType);

    internal override bool LimitsTexts => false;

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(
            problems, "hidden_size", "intermediate_size", "max_position_embeddings", "num_attention_heads", "num_hidden_layers", "vocab_size");
        RequireProbabilities(problems, "attention_dropout", "classifier_dropout", "embedding_dropout", "mlp_dropout");
        RequireHeadsToDivide(problems, "hidden_size", "num_attention_heads");
        RequirePadToken(problems);
        RequireOneOf(problems, "hidden_activation", Activations.Names);
        RequireOneOf(problems, "classifier_activation", ActivationModule.Names);
        RequireOneOf(problems, "classifier_pooling", ["cls", "mean"]);
        RequireUnset(problems, "head_dim", (long)(HiddenSize / Math.Max(1, NumAttentionHeads)));
        if (Contains(HalfWindow))
        {
            problems.Add($"{HalfWindow} is {ConfigJson.Write(Get<object?>(HalfWindow))}; expected a whole number, of which local_attention is twice as much.");
        }

        if (Get<object?>("layer_types") is null && Contains(FullEvery) && Get<object?>(FullEvery) is not (long and > 0))
        {
            problems.Add($"{FullEvery} is {ConfigJson.Write(Get<object?>(FullEvery))}; expected a positive whole number: each so many layers the first has full attention.");
        }

        if (problems.Count == 0)
        {
            ModernBertRope.CollectProblems(this, problems);
        }
    }

    /// <inheritdoc/>
    private protected override void Translate(Dictionary<string, object?> values)
    {
        ModernBertRope.Translate(values);
        values.Remove("reference_compile");
        if (values.GetValueOrDefault(HalfWindow) is long half and > -MostTokens and < MostTokens)
        {
            values["local_attention"] = 2 * half;
            values.Remove(HalfWindow);
        }
    }

    /// <inheritdoc/>
    private protected override void Complete(Dictionary<string, object?> values)
    {
        if (values["layer_types"] is null && values["num_hidden_layers"] is long count and < 100_000)
        {
            long every = values.GetValueOrDefault(FullEvery) is long given and > 0 ? given : 3;
            values["layer_types"] = Enumerable.Range(0, Math.Max(0, (int)count))
                .Select(i => (object?)(i % every == 0 ? ModernBertRope.Full : ModernBertRope.Sliding)).ToArray();
        }
    }

    /// <summary>Fewer layers than a file lists are the first of those, as in the reference.</summary>
    private protected override void Adapt(Dictionary<string, object?> values, IReadOnlyDictionary<string, object?> overrides)
    {
        if (!overrides.ContainsKey("layer_types") && overrides.GetValueOrDefault("num_hidden_layers") is not null
            && values["layer_types"] is object?[] types && values["num_hidden_layers"] is long count and >= 0 && count < types.Length)
        {
            values["layer_types"] = types[..(int)count];
        }
    }
}
