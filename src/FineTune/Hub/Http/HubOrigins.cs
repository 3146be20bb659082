namespace FineTune.Hub;

/// <summary>The origins (scheme, host and port) that may see the caller's token: the endpoint's, and the public Hub's.</summary>
internal sealed class HubOrigins
{
    public const string DefaultEndpoint = "https://huggingface.co";

    private readonly string[] _origins;

    /// <param name="endpoint">The Hub's address in use.</param>
    /// <exception cref="ArgumentException">It is not an address of http or https.</exception>
    public HubOrigins(string endpoint)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out Uri? uri) || !IsHttp(uri) || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw new ArgumentException(
                $"The Hub's address (Endpoint or HF_ENDPOINT) is \"{HubText.WithoutUser(endpoint)}\", but one such as \"{DefaultEndpoint}\" was expected.");
        }

        _origins = [Of(uri), DefaultEndpoint, "https://hf.co"];
    }

    public bool Contains(Uri uri) => _origins.Contains(Of(uri));

    /// <summary>Gets an address's scheme, host and port.</summary>
    public static string Of(Uri uri) => uri.GetLeftPart(UriPartial.Authority) is var authority && uri.UserInfo.Length > 0
        ? authority.Replace(uri.UserInfo + "@", string.Empty, StringComparison.Ordinal)
        : authority;

    public static bool IsHttp(Uri uri) => uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps;
}
