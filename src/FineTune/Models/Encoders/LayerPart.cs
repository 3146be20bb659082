namespace FineTune;

/// <summary>The parts with weights that a layer of BERT's kind is made of.</summary>
internal enum LayerPart
{
    /// <summary>The projection to queries.</summary>
    Query,

    /// <summary>The projection to keys.</summary>
    Key,

    /// <summary>The projection to values.</summary>
    Value,

    /// <summary>The projection to queries, keys and values in one matrix.</summary>
    QueryKeyValue,

    /// <summary>The projection of relative positions to keys.</summary>
    PositionKey,

    /// <summary>The projection of relative positions to queries.</summary>
    PositionQuery,

    /// <summary>The projection of what the heads make.</summary>
    AttentionOutput,

    /// <summary>The norm behind the attention.</summary>
    AttentionNorm,

    /// <summary>The widening half of the feed-forward part.</summary>
    Widen,

    /// <summary>The function between the halves.</summary>
    Activation,

    /// <summary>The narrowing half of the feed-forward part.</summary>
    Narrow,

    /// <summary>The norm behind the feed-forward part.</summary>
    OutputNorm,
}
