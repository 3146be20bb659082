namespace FineTune.Hub;

/// <summary>Addresses as messages and logs show them.</summary>
internal static class HubText
{
    /// <summary>An address without its query (that of a signed address is as good as a key), and without user and password.</summary>
    public static string Shown(string url) => WithoutUser(url.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? url[..end] : url);

    /// <inheritdoc cref="Shown(string)"/>
    public static string Shown(Uri uri) => Shown(uri.AbsoluteUri);

    /// <summary>An address without user and password, which no request carries.</summary>
    public static string WithoutUser(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return url;
        }

        int host = scheme + 3;
        ReadOnlySpan<char> authority = url.AsSpan(host);
        int user = authority[..(authority.IndexOf('/') is var end and >= 0 ? end : authority.Length)].LastIndexOf('@');
        return user < 0 ? url : url.Remove(host, user + 1);
    }
}
