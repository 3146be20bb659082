namespace FineTune;

/// <summary>
/// The token argument of everything that talks to the Hub. Give a text to use that token, <c>false</c> to send none, <c>true</c> to insist
/// on the one of this computer (the environment variable HF_TOKEN or the log-in); null takes that one if there is one.
/// </summary>
/// <remarks>Never shown: <see cref="ToString"/> masks it, and so does a record that holds it.</remarks>
public sealed class HubToken
{
    private static readonly HubToken None = new(null, isRequired: false);
    private static readonly HubToken Required = new(null, isRequired: true);

    private HubToken(string? value, bool isRequired)
    {
        Value = value;
        IsRequired = isRequired;
    }

    /// <summary>Gets the token itself; null for <c>true</c> and <c>false</c>.</summary>
    internal string? Value { get; }

    /// <summary>Gets whether the token of this computer was asked for (<c>true</c>).</summary>
    internal bool IsRequired { get; }

    /// <summary>Takes a token. Line ends and surrounding blanks are removed; an empty text counts as not given.</summary>
    /// <param name="token">The token, such as <c>hf_...</c>.</param>
    public static implicit operator HubToken?(string? token) => Clean(token) is { } clean ? new(clean, isRequired: false) : null;

    /// <summary>Insists on the token of this computer, or sends none.</summary>
    /// <param name="use">Whether a token is sent.</param>
    public static implicit operator HubToken(bool use) => use ? Required : None;

    /// <summary>Returns <c>***</c> in place of a token.</summary>
    public override string ToString() => Value is not null ? "***" : IsRequired ? "true" : "false";

    /// <summary>Removes line ends and surrounding blanks; null when nothing remains.</summary>
    internal static string? Clean(string? token) =>
        token?.Replace("\r", string.Empty, StringComparison.Ordinal).Replace("\n", string.Empty, StringComparison.Ordinal).Trim() is { Length: > 0 } clean
            ? clean
            : null;
}
