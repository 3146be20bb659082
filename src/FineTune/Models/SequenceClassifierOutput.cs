namespace FineTune;

/// <summary>What a classifier of whole texts returns: <see cref="ModelOutput.Logits"/> is <c>[B, num_labels]</c>.</summary>
public sealed record SequenceClassifierOutput : ModelOutput
{
    /// <summary>
    /// Gets the hidden states after the embeddings and after every layer, each <c>[B, T, C]</c> and zero where there is padding, or null
    /// unless the configuration's <c>output_hidden_states</c> is true.
    /// </summary>
    public IReadOnlyList<Tensor>? HiddenStates { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, IReadOnlyList<Tensor>> OtherOutputs =>
        HiddenStates is null ? base.OtherOutputs : new Dictionary<string, IReadOnlyList<Tensor>> { ["hidden_states"] = HiddenStates };
}
