namespace FineTune.Kernels;

/// <summary>Which keys a query reaches where that is not simply every key of its sequence, and where tokens stand.</summary>
internal sealed class AttentionReach
{
    /// <summary>Gets the column of each packed row in the padded batch.</summary>
    public required int[] KeyPositions { get; init; }

    /// <summary>Gets the column of each query.</summary>
    public required int[] QueryPositions { get; init; }

    /// <summary>Gets the greatest distance between a query and a key it reaches; any distance by default.</summary>
    public int Window { get; init; } = int.MaxValue;

    /// <summary>
    /// Gets whether queries that are no keys themselves look at all rows of their sequence alike, keys or not, as where a mask replaces scores
    /// by one and the same number; else they look at the keys.
    /// </summary>
    public bool MaskedQueriesSeeAll { get; init; }
}
