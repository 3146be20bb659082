namespace FineTune.Autograd;

/// <summary>How attention is computed; see <see cref="PackedAttention"/>.</summary>
internal sealed record AttentionOptions
{
    /// <summary>Gets the number of heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Gets the number of a head's columns.</summary>
    public required int HeadSize { get; init; }

    /// <summary>Gets by what more than the head's size scores are divided, before the root: the number of terms they are the sum of. Default 1.</summary>
    public int Terms { get; init; } = 1;

    /// <summary>Gets the greatest distance between a query and the keys it reaches. Default: any.</summary>
    public int Window { get; init; } = int.MaxValue;

    /// <summary>Gets whether masked queries look at every row alike instead of at the keys. Default false.</summary>
    public bool MaskedQueriesSeeAll { get; init; }

    /// <summary>
    /// Gets what relative positions add to scores, or null. Never with a window, and keys and queries of positions only where masked queries see all: those
    /// have no positions. Default null.
    /// </summary>
    public RelativePositions? Relative { get; init; }

    /// <summary>Gets the dropout rate of the probabilities; 0 in evaluation mode.</summary>
    public double Dropout { get; init; }

    /// <summary>Gets where dropout draws from.</summary>
    public Generator? Generator { get; init; }
}
