namespace FineTune;

/// <summary>The sizes of an MPNet model; <see cref="PretrainedConfig.MaxPositionEmbeddings"/> counts the rows of the table, two more than a text may have tokens.</summary>
public sealed record MPNetConfig : EncoderConfig
{
    /// <summary>The padding token the model's tables were made for, whatever the configuration says.</summary>
    internal const int Padding = 1;

    private static readonly Dictionary<string, object?> Defaults = new()
    {
        ["attention_probs_dropout_prob"] = 0.1,
        ["bos_token_id"] = 0,
        ["eos_token_id"] = 2,
        ["hidden_act"] = "gelu",
        ["hidden_dropout_prob"] = 0.1,
        ["hidden_size"] = 768,
        ["initializer_range"] = 0.02,
        ["intermediate_size"] = 3072,
        ["layer_norm_eps"] = 1e-12,
        ["max_position_embeddings"] = 512,
        ["num_attention_heads"] = 12,
        ["num_hidden_layers"] = 12,
        ["pad_token_id"] = 1,
        ["relative_attention_num_buckets"] = 32,
        ["tie_word_embeddings"] = true,
        ["vocab_size"] = 30527,
    };

    /// <summary>Initializes a configuration of the published base model's sizes.</summary>
    public MPNetConfig()
        : base("mpnet", Defaults)
    {
    }

    /// <summary>Gets how many rows the table of relative positions has, of which 32 are used. Default 32.</summary>
    public int RelativeAttentionNumBuckets
    {
        get => Get<int>("relative_attention_num_buckets");
        init => Set("relative_attention_num_buckets", value);
    }

    internal override int LongestText => LongestCounted(Padding);

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequireCountedPositions(problems, Padding);
        if (RelativeAttentionNumBuckets < RelativeBias.Buckets)
        {
            problems.Add(
                $"relative_attention_num_buckets is {RelativeAttentionNumBuckets}, but distances have {RelativeBias.Buckets} buckets; expected as many or more.");
        }

        if (VocabSize <= Padding)
        {
            problems.Add($"vocab_size is {VocabSize}; expected more than the padding token's id, {Padding}.");
        }
    }
}
