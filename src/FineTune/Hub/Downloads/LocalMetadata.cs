namespace FineTune.Hub;

/// <summary>What is noted beside a file that was downloaded into a folder of the caller's.</summary>
/// <param name="Commit">The commit it is of.</param>
/// <param name="Etag">The name of its content.</param>
internal sealed record LocalMetadata(string Commit, string Etag);
