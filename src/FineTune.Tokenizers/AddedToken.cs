namespace FineTune;

/// <summary>A token added on top of the model's vocabulary, and how it is recognized in a text.</summary>
/// <param name="Content">The token's text.</param>
public sealed record AddedToken(string Content)
{
    private readonly bool? _normalized;

    /// <summary>Gets whether it is recognized only as a whole word, never inside one. Default false.</summary>
    public bool SingleWord { get; init; }

    /// <summary>Gets whether it swallows white space to its left. Default false.</summary>
    public bool Lstrip { get; init; }

    /// <summary>Gets whether it swallows white space to its right. Default false.</summary>
    public bool Rstrip { get; init; }

    /// <summary>
    /// Gets whether it is looked for in the normalized text (lower-cased, say), itself normalized. Default: the opposite of
    /// <see cref="Special"/>.
    /// </summary>
    public bool Normalized
    {
        get => _normalized ?? !Special;
        init => _normalized = value;
    }

    /// <summary>Gets whether it is a special token, left out when decoding with <c>skipSpecialTokens</c>. Default false.</summary>
    public bool Special { get; init; }

    /// <summary>Takes a text as an ordinary added token.</summary>
    public static implicit operator AddedToken(string content) => new(content);

    /// <summary>Its text.</summary>
    public override string ToString() => Content;

    /// <summary>Whether content and every setting are equal.</summary>
    public bool Equals(AddedToken? other) => other is not null && Content == other.Content && SingleWord == other.SingleWord
        && Lstrip == other.Lstrip && Rstrip == other.Rstrip && Normalized == other.Normalized && Special == other.Special;

    /// <inheritdoc/>
    public override int GetHashCode() => Content.GetHashCode(StringComparison.Ordinal);
}
