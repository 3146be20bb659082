using System.Text;
using System.Text.RegularExpressions;
using FineTune.Testing.Accounts;
using FineTune.Testing.Server;

namespace FineTune.Testing;

/// <summary>A request a <see cref="StandInHub"/> got. It is in the list before it is answered, so a client that has its answer finds it there.</summary>
public sealed partial class RecordedRequest
{
    private const int KeptBody = 1 << 20;

    internal RecordedRequest(Exchange exchange)
    {
        Port = exchange.Port;
        Method = exchange.Method;
        Target = Mask(exchange.RawQuery.Length == 0 ? exchange.RawPath : $"{exchange.RawPath}?{exchange.RawQuery}");
        Path = exchange.Path;
        HasAuthorization = exchange.Header("Authorization") is not null;
        User = exchange.Caller?.User;
        Headers = exchange.Headers.ToDictionary(header => header.Key, header => header.Key is "Authorization" or "Cookie" ? "***" : header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        IsOfApi = exchange.Port == HubPort.Hub && exchange.RawPath.StartsWith("/api/", StringComparison.Ordinal) && !exchange.RawPath.StartsWith("/api/resolve-cache/", StringComparison.Ordinal);
    }

    public HubPort Port { get; }

    public string Method { get; }

    /// <summary>Gets path and query as they were sent, escapes and all, but for signatures.</summary>
    public string Target { get; }

    /// <summary>Gets the path without escapes.</summary>
    public string Path { get; }

    /// <summary>Gets the headers; what was authorized with is masked.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    public bool HasAuthorization { get; }

    /// <summary>Gets whose token came; "?" for one that nobody has, null for none.</summary>
    public string? User { get; }

    /// <summary>Gets whether the API was asked, rather than files.</summary>
    public bool IsOfApi { get; }

    /// <summary>Gets the body, where it is text: JSON, lines of JSON, a form.</summary>
    public string? Body { get; private set; }

    public long BodyLength { get; private set; }

    /// <summary>Gets the answer's status; null when there was no answer.</summary>
    public int? Status { get; internal set; }

    /// <summary>Gets where the answer redirected to, but for signatures.</summary>
    public string? Location { get; internal set; }

    /// <summary>Gets how many bytes of the answer's body were sent.</summary>
    public long BytesSent { get; internal set; }

    /// <summary>Gets the fault that acted.</summary>
    public string? Fault { get; internal set; }

    public override string ToString() => $"{Port} {Method} {Target} -> {Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "no answer"}{(Fault is null ? "" : $" ({Fault})")}{(HasAuthorization ? $" as {User}" : "")}";

    internal static string Mask(string target) => Signature().Replace(target, "$1...");

    internal void Take(Exchange exchange)
    {
        BodyLength = exchange.Body.Length;
        string type = exchange.Header("Content-Type") ?? "";
        if (BodyLength is > 0 and < KeptBody && (type.Contains("json", StringComparison.Ordinal) || exchange.HasForm))
        {
            Body = Encoding.UTF8.GetString(exchange.Body);
        }
    }

    /// <summary>Says where a token stands in the request that does not belong there.</summary>
    internal static IEnumerable<string> Leaks(Exchange exchange)
    {
        if (exchange.Port != HubPort.Hub && exchange.Header("Authorization") is not null)
        {
            yield return $"authorization header at {exchange.Port}: {exchange.Method} {exchange.Path}";
        }

        string open = string.Join('\n', exchange.Headers.Where(header => header.Key != "Authorization").Select(header => $"{header.Key}: {header.Value}").Prepend(exchange.RawPath + "?" + exchange.RawQuery));
        foreach (string secret in AccountBook.Secrets)
        {
            if (open.Contains(secret, StringComparison.Ordinal) || exchange.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0)
            {
                yield return $"{secret} in {exchange.Method} {exchange.Path}";
            }
        }
    }

    [GeneratedRegex("(Signature=)[^&]*")]
    private static partial Regex Signature();
}
