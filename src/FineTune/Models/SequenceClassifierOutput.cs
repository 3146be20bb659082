namespace FineTune;

/// <summary>What a classifier of whole texts returns: <see cref="ModelOutput.Logits"/> is <c>[B, num_labels]</c>.</summary>
public sealed record SequenceClassifierOutput : ModelOutput;
