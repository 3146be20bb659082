namespace FineTune;

/// <summary>A list of values a row, such as the token ids of a text; the lists may differ in length.</summary>
/// <param name="Of">What each element is.</param>
public sealed record Sequence(Feature Of) : Feature
{
    /// <inheritdoc/>
    public override string ToString() => $"list<{Of}>";
}
