namespace FineTune;

/// <summary>What a model without a head returns.</summary>
public sealed record BaseModelOutput : ModelOutput
{
    /// <summary>
    /// Gets the hidden state of every token after the last layer, <c>[B, T, C]</c>. Padding is not computed: it is zero there, where the
    /// reference has numbers that mean nothing.
    /// </summary>
    public required Tensor LastHiddenState { get; init; }

    /// <summary>Gets one vector a text, <c>[B, C]</c>, or null for a model without a pooler.</summary>
    public Tensor? PoolerOutput { get; init; }

    /// <summary>
    /// Gets the hidden states after the embeddings and after every layer, each <c>[B, T, C]</c>, or null when they were not asked for.
    /// </summary>
    public IReadOnlyList<Tensor>? HiddenStates { get; init; }
}
