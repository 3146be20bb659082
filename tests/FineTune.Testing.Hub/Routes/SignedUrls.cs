using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FineTune.Testing.Server;

namespace FineTune.Testing.Routes;

/// <summary>URLs that carry the right to be asked for, for a time.</summary>
internal sealed class SignedUrls(HubSettings settings)
{
    private byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>Makes a URL. The query's values may hold anything.</summary>
    public string Sign(string origin, string path, params IEnumerable<(string Name, string Value)> query)
    {
        string expires = DateTimeOffset.UtcNow.Add(settings.UrlLifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string text = string.Join('&', query.Append(("Expires", expires)).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2)}"));
        return $"{origin}{path}?{text}&Signature={Signature(path, text)}";
    }

    public void Check(Exchange exchange)
    {
        string[] parts = exchange.RawQuery.Split("&Signature=", 2);
        bool isGood = parts.Length == 2 && parts[1] == Signature(exchange.Path, parts[0])
            && long.Parse(exchange.QueryValue("Expires")!, CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        if (!isGood)
        {
            throw new Rejection(403, "Request has expired or its signature does not match") { Body = new() { ["error"] = "AccessDenied" } };
        }
    }

    /// <summary>Makes every URL given out so far one that has expired.</summary>
    public void ExpireAll() => _key = RandomNumberGenerator.GetBytes(32);

    private string Signature(string path, string query) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{path}?{query}")));
}
