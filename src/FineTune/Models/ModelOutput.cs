namespace FineTune;

/// <summary>What a model's <c>Forward</c> returns.</summary>
public record ModelOutput
{
    /// <summary>Gets the loss, a scalar, when the batch had labels; else null.</summary>
    public Tensor? Loss { get; init; }

    /// <summary>Gets the scores the loss is computed from, or null for a model without a head.</summary>
    public Tensor? Logits { get; init; }
}
