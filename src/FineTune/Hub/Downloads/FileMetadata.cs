namespace FineTune.Hub;

/// <summary>What the Hub says about a file before it is fetched.</summary>
/// <param name="Commit">The commit the revision stands for.</param>
/// <param name="Etag">The name of the content: its hash.</param>
/// <param name="Size">The content's size in bytes; null when nobody said.</param>
/// <param name="Url">Where to fetch it from: an address of the Hub, or a signed one of its storage.</param>
internal sealed record FileMetadata(string Commit, string Etag, long? Size, string Url);
