namespace FineTune;

/// <summary>A file whose content is not what its name says.</summary>
/// <param name="Path">The path in the repository.</param>
/// <param name="Expected">The hash it should have.</param>
/// <param name="Actual">The hash it has.</param>
/// <param name="Algorithm"><c>sha256</c> (large files) or <c>git-sha1</c>.</param>
public sealed record FileMismatch(string Path, string Expected, string Actual, string Algorithm);
