using System.Net;

namespace FineTune.Hub;

/// <content>Redirects, and who sees the token on the way.</content>
internal sealed partial class HubHttp
{
    private const int MaxRedirects = 20;

    private async Task<HttpResponseMessage> SendOnceAsync(HubRequest request, CancellationToken cancellationToken)
    {
        Uri uri = Absolute(request.Url);
        HttpMethod method = request.Method;
        bool authorize = request.Authorize;
        for (int hop = 0; hop <= MaxRedirects; hop++)
        {
            // Once a foreign host has had its say about where to go, the token stays at home.
            authorize &= _origins.Contains(uri);
            HttpResponseMessage response = await SendHopAsync(request, uri, method, authorize, cancellationToken);
            if (!IsRedirect(response))
            {
                return response;
            }

            Uri target;
            try
            {
                target = TargetOf(response, uri);
            }
            catch (HubException)
            {
                response.Dispose();
                throw;
            }

            if (!request.FollowForeignRedirects && !_origins.Contains(target))
            {
                return response;
            }

            method = MethodAfter(response.StatusCode, method);
            response.Dispose();
            uri = target;
        }

        throw new HubException($"{HubText.Shown(request.Url)} was redirected more than {MaxRedirects} times. Check HF_ENDPOINT and the proxy.");
    }

    private static bool IsRedirect(HttpResponseMessage response) => response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
        or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    // 307 and 308 repeat the request as it was, body included; the older ones turn what is not a question into one.
    private static HttpMethod MethodAfter(HttpStatusCode status, HttpMethod method) => status switch
    {
        HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect => method,
        _ when method == HttpMethod.Head => method,
        HttpStatusCode.SeeOther => HttpMethod.Get,
        _ => method == HttpMethod.Post ? HttpMethod.Get : method,
    };

    private static Uri TargetOf(HttpResponseMessage response, Uri from)
    {
        string location = response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.ToString() : string.Empty;
        if (location.Length == 0 || !Uri.TryCreate(from, location, out Uri? target) || !HubOrigins.IsHttp(target))
        {
            throw new HubException($"{HubText.Shown(from)} answered with a redirect ({(int)response.StatusCode}) that leads nowhere.");
        }

        return from.Scheme == Uri.UriSchemeHttps && target.Scheme == Uri.UriSchemeHttp
            ? throw new HubException(
                $"{HubText.Shown(from)} redirects from https to http ({HubOrigins.Of(target)}), which is refused: anybody on the way could " +
                "read and change what is sent. Check HF_ENDPOINT and the proxy.")
            : target;
    }

    private Uri Absolute(string url) =>
        Uri.TryCreate(url.StartsWith('/') ? Endpoint + url : url, UriKind.Absolute, out Uri? uri) && HubOrigins.IsHttp(uri)
        ? uri
        : throw new ArgumentException($"\"{HubText.Shown(url)}\" is not an address of http or https.");
}
