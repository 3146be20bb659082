namespace FineTune;

/// <summary>What the cache knows about a file: <see cref="HfHub.TryToLoadFromCache"/>.</summary>
/// <param name="Path">The file's path; null when it is not in the cache.</param>
/// <param name="IsKnownMissing">Whether the Hub has said that there is no such file at that commit.</param>
public readonly record struct CacheLookup(string? Path, bool IsKnownMissing);
