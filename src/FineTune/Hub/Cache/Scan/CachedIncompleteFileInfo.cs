namespace FineTune;

/// <summary>A download that was broken off, or is going on now.</summary>
public sealed record CachedIncompleteFileInfo
{
    /// <summary>Gets the partial file.</summary>
    public required string FilePath { get; init; }

    /// <summary>Gets the bytes it holds so far.</summary>
    public required long SizeOnDisk { get; init; }
}
