namespace FineTune;

/// <summary>The sizes of a DeBERTa-v2 or DeBERTa-v3 model. For the first DeBERTa use <see cref="DebertaConfig"/>.</summary>
public sealed record DebertaV2Config : DisentangledConfig
{
    /// <summary>Initializes a configuration of the published xlarge model's sizes.</summary>
    public DebertaV2Config()
        : base("deberta-v2", new Dictionary<string, object?>
        {
            ["hidden_size"] = 1536,
            ["intermediate_size"] = 6144,
            ["num_attention_heads"] = 24,
            ["num_hidden_layers"] = 24,
            ["vocab_size"] = 128100,
        })
    {
    }

    /// <summary>Gets the activation function of the convolution, by the reference's name. Default "tanh".</summary>
    public string ConvAct
    {
        get => Contains("conv_act") ? Get<string>("conv_act") : "tanh";
        init => Set("conv_act", value);
    }

    /// <summary>Gets how many tokens the convolution beside the first layer reads, or 0 for none. Default 0.</summary>
    public int ConvKernelSize
    {
        get => Contains("conv_kernel_size") ? Get<int>("conv_kernel_size") : 0;
        init => Set("conv_kernel_size", value);
    }

    /// <summary>Gets what relative positions go through before they are read: "layer_norm" or "none". Default "none".</summary>
    public string NormRelEbd
    {
        get => Contains("norm_rel_ebd") ? Get<string>("norm_rel_ebd") : "none";
        init => Set("norm_rel_ebd", value);
    }

    /// <summary>Gets the number of buckets distances fall into in one direction, or none if below 1. Default -1.</summary>
    public int PositionBuckets
    {
        get => Contains("position_buckets") ? Get<int>("position_buckets") : -1;
        init => Set("position_buckets", value);
    }

    /// <summary>Gets whether relative positions are projected by the matrices of the tokens. Default false.</summary>
    public bool ShareAttKey
    {
        get => Contains("share_att_key") && Get<bool>("share_att_key");
        init => Set("share_att_key", value);
    }

    /// <summary>Gets whether the table of relative positions has a norm.</summary>
    internal bool NormsRelative => NormRelEbd.ToLowerInvariant().Split('|').Any(part => part.Trim() == "layer_norm");

    /// <inheritdoc/>
    protected override void CollectProblems(ICollection<string> problems)
    {
        base.CollectProblems(problems);
        RequireUnset(problems, "attention_head_size", (long)(HiddenSize / Math.Max(1, NumAttentionHeads)));
        RequireUnset(problems, "conv_groups", 1L);
        if (ConvKernelSize > 0 && ConvKernelSize % 2 == 0)
        {
            problems.Add($"conv_kernel_size is {ConvKernelSize}; expected an odd number, or 0 for no convolution.");
        }

        if (!Activations.Names.Contains(ConvAct))
        {
            problems.Add($"conv_act is \"{ConvAct}\"; expected one of {string.Join(", ", Activations.Names)}.");
        }
    }
}
