namespace FineTune;

/// <summary>A token this computer was logged in with. The token itself is not part of it.</summary>
public sealed record StoredToken
{
    /// <summary>Gets the name the token has on the Hub.</summary>
    public required string Name { get; init; }

    /// <summary>Gets whether it is the one in use, unless an environment variable gives another.</summary>
    public bool IsActive { get; init; }

    /// <summary>Gets when it stops being valid; null where that is not known.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
