namespace FineTune.Hub;

/// <summary>Addresses as messages and logs show them.</summary>
internal static class HubText
{
    /// <summary>Cuts off an address's query: that of a signed address is as good as a key.</summary>
    public static string WithoutQuery(string url) => url.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? url[..at] : url;

    public static string WithoutQuery(Uri uri) => uri.GetLeftPart(UriPartial.Path);
}
