namespace FineTune;

/// <summary>The sizes of a DeBERTa model. For DeBERTa-v2 and v3 use <see cref="DebertaV2Config"/>.</summary>
public sealed record DebertaConfig : DisentangledConfig
{
    /// <summary>Initializes a configuration of the published base model's sizes.</summary>
    public DebertaConfig()
        : base("deberta", new Dictionary<string, object?>
        {
            ["hidden_size"] = 768,
            ["intermediate_size"] = 3072,
            ["num_attention_heads"] = 12,
            ["num_hidden_layers"] = 12,
            ["vocab_size"] = 50265,
        })
    {
    }

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequireUnset(problems, "talking_head", false);
    }
}
