namespace FineTune;

/// <summary>What a model's <c>Forward</c> returns.</summary>
public record ModelOutput
{
    /// <summary>Gets the loss, a scalar, when the batch had labels; else null.</summary>
    public Tensor? Loss { get; init; }

    /// <summary>Gets the scores the loss is computed from, or null for a model without a head.</summary>
    public Tensor? Logits { get; init; }

    /// <summary>
    /// Gets what else there is, under the reference's names, each with one tensor or several, their first axis the examples: an evaluation
    /// collects it beside the scores, unless <see cref="Trainer.IgnoreKeys"/> names it. Default none.
    /// </summary>
    public virtual IReadOnlyDictionary<string, IReadOnlyList<Tensor>> OtherOutputs => System.Collections.Immutable.ImmutableDictionary<string, IReadOnlyList<Tensor>>.Empty;
}
