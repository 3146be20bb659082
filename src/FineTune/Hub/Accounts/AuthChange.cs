namespace FineTune;

/// <summary>What a log-in, a log-out or a switch of tokens did.</summary>
public sealed record AuthChange
{
    /// <summary>Gets the names of the tokens that were stored, switched to, or forgotten.</summary>
    public required IReadOnlyList<string> TokenNames { get; init; }

    /// <summary>Gets whose token it is, after a log-in; else null.</summary>
    public WhoAmI? User { get; init; }

    /// <summary>Gets the environment variable whose token is used all the same, such as HF_TOKEN; null when there is none.</summary>
    public string? OverriddenBy { get; init; }
}
