namespace FineTune;

/// <summary>The sizes most encoders have, under the names BERT gave them.</summary>
public abstract record EncoderConfig : PretrainedConfig
{
    private protected EncoderConfig(string modelType, IEnumerable<KeyValuePair<string, object?>> defaults)
        : base(modelType, defaults)
    {
    }

    /// <summary>Gets the dropout rate of the attention probabilities. Default 0.1 (ALBERT: 0).</summary>
    public double AttentionProbsDropoutProb
    {
        get => Get<double>("attention_probs_dropout_prob");
        init => Set("attention_probs_dropout_prob", value);
    }

    /// <summary>Gets the activation function inside a layer, by the reference's name. Default "gelu" (ALBERT: "gelu_new").</summary>
    public string HiddenAct
    {
        get => Get<string>("hidden_act");
        init => Set("hidden_act", value);
    }

    /// <summary>Gets the dropout rate of everything but the attention probabilities. Default 0.1 (ALBERT: 0).</summary>
    public double HiddenDropoutProb
    {
        get => Get<double>("hidden_dropout_prob");
        init => Set("hidden_dropout_prob", value);
    }

    /// <summary>Gets the size of the vector inside a layer's feed-forward part. Default 3072 (ELECTRA: 1024, ALBERT: 16384).</summary>
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

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(
            problems, "hidden_size", "intermediate_size", "max_position_embeddings", "num_attention_heads", "num_hidden_layers", "vocab_size");
        RequireProbabilities(problems, "attention_probs_dropout_prob", "hidden_dropout_prob");
        RequireHeadsToDivide(problems, "hidden_size", "num_attention_heads");
        RequirePadToken(problems);
        RequireOneOf(problems, "hidden_act", ActivationModule.Names);
        if (IsTrue("is_decoder") || IsTrue("add_cross_attention"))
        {
            problems.Add("is_decoder or add_cross_attention is true, but only the encoder is supported; set both to false.");
        }

        if (Contains("position_embedding_type") && Get<string?>("position_embedding_type") is { } type and not "absolute")
        {
            problems.Add($"position_embedding_type is \"{type}\", but only \"absolute\" is supported, as in the reference since version 5.");
        }
    }

    /// <summary>Gets how many positions there are behind the padding token's.</summary>
    private protected int LongestCounted(int padding) => MaxPositionEmbeddings - padding - 1;

    /// <summary>Adds a problem if positions that are counted from behind the padding token have no room.</summary>
    private protected void RequireCountedPositions(ICollection<string> problems, int? padding)
    {
        if (padding is null)
        {
            problems.Add("pad_token_id is null, but positions are counted from behind it; set it to the id of the tokenizer's padding token.");
        }
        else if (padding + 1 >= MaxPositionEmbeddings)
        {
            problems.Add(
                $"max_position_embeddings is {MaxPositionEmbeddings}, but the first position is {padding + 1}, behind that of the padding token; " +
                "expected more.");
        }
    }

    private bool IsTrue(string key) => Contains(key) && Get<bool>(key);
}
