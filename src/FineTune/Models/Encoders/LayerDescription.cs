namespace FineTune;

/// <summary>What tells the layers of one architecture of BERT's kind from those of another.</summary>
internal sealed record LayerDescription
{
    /// <summary>The parts under BERT's names, in the order its constructors make them.</summary>
    public static readonly IReadOnlyList<(LayerPart Part, string Name)> BertNames =
    [
        (LayerPart.Query, "attention.self.query"),
        (LayerPart.Key, "attention.self.key"),
        (LayerPart.Value, "attention.self.value"),
        (LayerPart.AttentionOutput, "attention.output.dense"),
        (LayerPart.AttentionNorm, "attention.output.LayerNorm"),
        (LayerPart.Widen, "intermediate.dense"),
        (LayerPart.Activation, "intermediate.intermediate_act_fn"),
        (LayerPart.Narrow, "output.dense"),
        (LayerPart.OutputNorm, "output.LayerNorm"),
    ];

    /// <summary>Gets the names of the parts, in the order the reference's constructors make them.</summary>
    public IReadOnlyList<(LayerPart Part, string Name)> Names { get; init; } = BertNames;

    /// <summary>Gets the size of a token's vector, C.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Gets the size inside the feed-forward part.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Gets the number of attention heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Gets the activation function's name.</summary>
    public required string Activation { get; init; }

    /// <summary>Gets what is added to a variance.</summary>
    public required double LayerNormEps { get; init; }

    /// <summary>Gets the dropout rate of the attention probabilities.</summary>
    public required double AttentionDropout { get; init; }

    /// <summary>Gets the dropout rate of what the attention adds to the residual.</summary>
    public required double AttentionOutputDropout { get; init; }

    /// <summary>Gets the dropout rate of what the feed-forward part adds to the residual.</summary>
    public required double OutputDropout { get; init; }

    /// <summary>Gets whether the projection of relative positions to keys, where there is one, has a bias. Default true.</summary>
    public bool PositionKeysHaveBias { get; init; } = true;

    /// <summary>Describes BERT's layer with a configuration's sizes.</summary>
    public static LayerDescription Of(EncoderConfig config) => new()
    {
        HiddenSize = config.HiddenSize,
        IntermediateSize = config.IntermediateSize,
        Heads = config.NumAttentionHeads,
        Activation = config.HiddenAct,
        LayerNormEps = config.LayerNormEps,
        AttentionDropout = config.AttentionProbsDropoutProb,
        AttentionOutputDropout = config.HiddenDropoutProb,
        OutputDropout = config.HiddenDropoutProb,
    };
}
