namespace FineTune.Hub;

/// <summary>What the Hub calls a file's content by: a hash of it. It becomes a file name here, and so is looked at first.</summary>
internal static class Etag
{
    /// <summary>A header's value without the mark of a weak one and the quotes.</summary>
    public static string? OfHeader(string? header)
    {
        string? text = header?.Trim();
        return text is null ? null : (text.StartsWith("W/", StringComparison.Ordinal) ? text[2..] : text).Trim('"');
    }

    /// <summary>Gets whether a text may be the name of a blob: hexadecimal, of a length some hash has.</summary>
    public static bool IsValid(string text) => text.Length is >= 8 and <= 128 && HubNames.IsHex(text);

    /// <summary>Gets whether it is a SHA-256, which large files go by.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && HubNames.IsHex(text);

    /// <summary>Gets whether it is the SHA-1 of a git blob, which small files go by.</summary>
    public static bool IsGitBlob(string text) => text.Length == 40 && HubNames.IsHex(text);
}
