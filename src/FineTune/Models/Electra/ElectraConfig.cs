namespace FineTune;

/// <summary>The sizes of an ELECTRA model.</summary>
public sealed record ElectraConfig : BertKindConfig
{
    private static readonly Dictionary<string, object?> Differences = new()
    {
        ["embedding_size"] = 128,
        ["hidden_size"] = 256,
        ["intermediate_size"] = 1024,
        ["num_attention_heads"] = 4,
        ["summary_activation"] = "gelu",
        ["summary_last_dropout"] = 0.1,
        ["summary_type"] = "first",
        ["summary_use_proj"] = true,
    };

    /// <summary>Initializes a configuration of the published small model's sizes.</summary>
    public ElectraConfig()
        : base("electra", Differences)
    {
    }

    /// <summary>Gets the size of a token's vector before the layers; a matrix follows where it is not <see cref="PretrainedConfig.HiddenSize"/>. Default 128.</summary>
    public int EmbeddingSize
    {
        get => Get<int>("embedding_size");
        init => Set("embedding_size", value);
    }

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequirePositive(problems, "embedding_size");
    }
}
