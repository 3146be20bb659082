namespace FineTune;

/// <summary>What tells one architecture of DeBERTa's kind from another.</summary>
internal sealed record DisentangledParts
{
    /// <summary>Gets the number of rows of the table of relative positions.</summary>
    public required int RelativeRows { get; init; }

    /// <summary>Gets the bucket of a distance, counted from the middle of the table.</summary>
    public required Func<int, int> Bucket { get; init; }

    /// <summary>Makes a layer over the table of relative positions, if there is one, with the convolution beside it, if it has one.</summary>
    public required Func<RelativeEmbeddings?, DisentangledConv?, EncoderLayer> Layer { get; init; }

    /// <summary>Gets whether rows of the table go through a norm. Default false.</summary>
    public bool NormsRelative { get; init; }

    /// <summary>Gets the convolution beside the first layer, or null. Default null.</summary>
    public DisentangledConv? Conv { get; init; }
}
