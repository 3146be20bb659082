using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace FineTune.Hub;

/// <summary>Asks whose a token is, once a token and process: the Hub answers this question only a few times an hour.</summary>
internal static class WhoAmICache
{
    public const string Url = "/api/whoami-v2";

    private static readonly ConcurrentDictionary<(string Endpoint, string Token), WhoAmI?> Answers = new();

    /// <exception cref="HubException">The token is wrong, or the Hub cannot be asked.</exception>
    public static async Task<WhoAmI> AskAsync(HubHttp http, CancellationToken cancellationToken)
    {
        ResolvedToken token = http.Token ?? throw TokenLookup.NoToken();
        if (Answers.TryGetValue((http.Endpoint, token.Value), out WhoAmI? known) && known is not null)
        {
            return known;
        }

        WhoAmI answer = Read(await http.SendJsonAsync(HubRequest.Get(Url), cancellationToken))
            ?? throw HubErrors.NotTheHub(HubRequest.Get(Url), http, "it does not say a name");
        Answers[(http.Endpoint, token.Value)] = answer;
        return answer;
    }

    /// <summary>Gets whose the token is to explain a refusal with, or null; an attempt that failed is not made again.</summary>
    public static async Task<WhoAmI?> TryAskAsync(HubHttp http, CancellationToken cancellationToken)
    {
        if (http.Token is not { } token || Answers.TryGetValue((http.Endpoint, token.Value), out WhoAmI? known))
        {
            return http.Token is { } same ? Answers.GetValueOrDefault((http.Endpoint, same.Value)) : null;
        }

        try
        {
            return await AskAsync(http, cancellationToken);
        }
        catch (HubException)
        {
            Answers[(http.Endpoint, token.Value)] = null;
            return null;
        }
    }

    private static WhoAmI? Read(JsonNode? json) => json.Text("name") is not { } name ? null : new()
    {
        Name = name,
        Type = json.Text("type") ?? "user",
        FullName = json.Text("fullname"),
        Orgs = [.. json.Items("orgs").Select(org => org.Text("name")).OfType<string>()],
        TokenName = json.At("auth").At("accessToken").Text("displayName"),
        Role = json.At("auth").At("accessToken").Text("role"),
    };
}
