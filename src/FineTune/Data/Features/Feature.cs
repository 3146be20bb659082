namespace FineTune;

/// <summary>
/// What a column of a <see cref="Dataset"/> holds: a <see cref="Value"/>, a <see cref="ClassLabel"/>, a <see cref="Sequence"/> or a
/// <see cref="Struct"/>.
/// </summary>
public abstract record Feature
{
    /// <summary>
    /// Gets what the reference calls this column where that says more than how it is stored (an <c>Image</c> is stored as an object of
    /// bytes and path): its JSON, kept to be written again. Null for everything else.
    /// </summary>
    internal string? ReferenceType { get; init; }
}
