namespace FineTune.Kernels;

/// <summary>What a tile kernel adds to its sums in a step.</summary>
internal enum TileArithmetic
{
    /// <summary>The product of two floats, with one rounding.</summary>
    Single,

    /// <summary>The same, where numbers too small to be normal count as zero, as they do for <see cref="Pairs"/>.</summary>
    FlushedSingle,

    /// <summary>The products of a pair of bfloat16 (two steps of k), each with one rounding, the odd one first.</summary>
    Pairs,

    /// <summary>
    /// The products of sixteen such pairs: those of the odd steps and those of the even ones summed apart from zero, then together, then added (<c>tdpbf16ps</c>).
    /// </summary>
    Groups,
}
