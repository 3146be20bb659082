namespace FineTune;

/// <summary>Whose token it is, and what it is good for: the Hub's answer to <c>whoami</c>.</summary>
public sealed record WhoAmI
{
    /// <summary>Gets the name of the user (or organisation) the token belongs to, the first part of their repositories' names.</summary>
    public required string Name { get; init; }

    /// <summary>Gets <c>user</c> or <c>org</c>.</summary>
    public string Type { get; init; } = "user";

    /// <summary>Gets the name as people read it; null if there is none.</summary>
    public string? FullName { get; init; }

    /// <summary>Gets the names of the organisations the user is a member of.</summary>
    public IReadOnlyList<string> Orgs { get; init; } = [];

    /// <summary>Gets the name the token has on the Hub; null where the Hub does not say.</summary>
    public string? TokenName { get; init; }

    /// <summary>Gets what the token is for: <c>read</c>, <c>write</c> or <c>fineGrained</c>; null where the Hub does not say.</summary>
    public string? Role { get; init; }
}
