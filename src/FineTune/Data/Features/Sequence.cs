namespace FineTune;

/// <summary>A list of values a row, such as the token ids of a text; the reference's <c>List</c>.</summary>
/// <param name="Of">What each element is.</param>
public sealed record Sequence(Feature Of) : Feature
{
    /// <summary>Gets how many elements every list has. Default -1: as many as it likes.</summary>
    public int Length { get; init; } = -1;

    /// <summary>
    /// Gets whether files count elements with 64 bits, for columns of more than 2 billion elements: the reference's <c>LargeList</c>.
    /// Default false.
    /// </summary>
    public bool IsLarge { get; init; }

    /// <inheritdoc/>
    public override string ToString() => (IsLarge ? "large_list" : "list") + (Length < 0 ? $"<{Of}>" : $"<{Of}>[{Length}]");
}
