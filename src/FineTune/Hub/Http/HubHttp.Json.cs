using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace FineTune.Hub;

/// <content>Answers in JSON, on one page or several.</content>
internal sealed partial class HubHttp
{
    private const int MaxJsonBytes = 256 * 1024 * 1024;

    // Else a key that is there twice, like text that is no UTF-8, is found out only when somebody asks for it.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Sends a request and reads the JSON that is answered; null for an empty answer.</summary>
    /// <exception cref="HubException">As <see cref="SendAsync(HubRequest, CancellationToken)"/>, or the answer is not JSON.</exception>
    public async Task<JsonNode?> SendJsonAsync(HubRequest request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendAsync(request, SendBufferedAsync, cancellationToken);
        return await ReadJsonAsync(response, request, cancellationToken);
    }

    /// <summary>Sends a request and reads an answer that is not large; one that is cut short is a failure of the attempt.</summary>
    /// <exception cref="HubException">As <see cref="SendAsync(HubRequest, CancellationToken)"/>.</exception>
    public async Task<byte[]> SendBytesAsync(HubRequest request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await SendAsync(request, SendBufferedAsync, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>Gets all entries of a list, page after page.</summary>
    /// <exception cref="HubException">As <see cref="SendJsonAsync"/>, or a page is not a list, or the next is said to be at another host.</exception>
    public async Task<IReadOnlyList<JsonNode>> GetPagesAsync(HubRequest request, CancellationToken cancellationToken = default)
    {
        List<JsonNode> entries = [];
        HashSet<string> seen = [request.Url];
        for (HubRequest? page = request; page is not null;)
        {
            using HttpResponseMessage response = await SendAsync(page, SendBufferedAsync, cancellationToken);
            if (await ReadJsonAsync(response, page, cancellationToken) is not JsonArray list)
            {
                throw HubErrors.NotTheHub(page, this, "a list was expected");
            }

            foreach (JsonNode? entry in list.ToArray())
            {
                list.Remove(entry);
                entries.Add(entry ?? throw HubErrors.NotTheHub(page, this, "a list with an empty entry"));
            }

            string? next = NextOf(response);
            page = next is null ? null : seen.Add(next) ? request with { Url = next }
                : throw HubErrors.NotTheHub(page, this, "its pages go round in a circle");
        }

        return entries;
    }

    private string? NextOf(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Link", out var values))
        {
            return null;
        }

        Match match = NextLink().Match(string.Join(",", values));
        if (!match.Success)
        {
            return null;
        }

        Uri here = response.RequestMessage!.RequestUri!;
        return Uri.TryCreate(here, MapToEndpoint(match.Groups[1].Value), out Uri? next) && HubOrigins.Of(next) == HubOrigins.Of(here)
            ? next.AbsoluteUri
            : throw new HubException(
                $"{HubText.Shown(here)} says its next page is at another host, which is refused. Check HF_ENDPOINT and the proxy.");
    }

    // An answer cut short is a failure of the attempt, to be tried again, so its body is read within the attempt.
    private async Task<HttpResponseMessage> SendBufferedAsync(HubRequest request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await SendOnceAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxJsonBytes, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<JsonNode?> ReadJsonAsync(HttpResponseMessage response, HubRequest request, CancellationToken cancellationToken)
    {
        if (IsRedirect(response))
        {
            throw new HubException(
                $"{HubText.Shown(request.Url)} is redirected to another host, which is refused: what is sent there is for the Hub. Check HF_ENDPOINT and the proxy.");
        }

        try
        {
            byte[] body = await ReadBodyAsync(response.Content, cancellationToken);
            return body.Length == 0 ? null
                : Utf8.IsValid(body) ? JsonNode.Parse(body, documentOptions: Strict)
                : throw HubErrors.NotTheHub(request, this, "it is not text in UTF-8");
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw HubErrors.NotTheHub(request, this, "it is not JSON: " + e.Message);
        }
    }

    // Some proxies compress whatever was asked for.
    private static async Task<byte[]> ReadBodyAsync(HttpContent content, CancellationToken cancellationToken)
    {
        byte[] body = await content.ReadAsByteArrayAsync(cancellationToken);
        if (string.Join(',', content.Headers.ContentEncoding) is not ("gzip" or "x-gzip"))
        {
            return body;
        }

        using MemoryStream text = new();
        await using GZipStream gzip = new(new MemoryStream(body), CompressionMode.Decompress);
        byte[] buffer = new byte[1 << 16];
        while (await gzip.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            text.Write(buffer, 0, read);
            if (text.Length > MaxJsonBytes)
            {
                throw new InvalidDataException($"it unpacks to more than {MaxJsonBytes} bytes");
            }
        }

        return text.ToArray();
    }

    [GeneratedRegex("""<([^>]*)>\s*;[^,<]*\brel="?next\b""", RegexOptions.IgnoreCase)]
    private static partial Regex NextLink();
}
