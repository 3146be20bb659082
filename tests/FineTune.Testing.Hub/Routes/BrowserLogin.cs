using System.Text.Json.Nodes;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>The log-in that a browser confirms: the second question is granted, as alice.</summary>
internal sealed class BrowserLogin(HubState state)
{
    private readonly Dictionary<string, int> _asked = [];

    public Answer Route(Exchange exchange, string word)
    {
        string? Field(string name) => exchange.Form().FirstOrDefault(pair => pair.Key == name).Value;
        return (exchange.Method, word) switch
        {
            ("POST", "device") => Begin(),
            ("POST", "token") when Field("grant_type")?.EndsWith("device_code", StringComparison.Ordinal) == true => Ask(Field("device_code") ?? ""),
            ("POST", "token") => Field("refresh_token") == "hf_refresh_alice" ? Granted() : Refused("invalid_grant"),
            _ => throw HubState.NoSuchPage(),
        };
    }

    private Answer Begin()
    {
        string code = StoredFile.Sha1Of($"device {_asked.Count}");
        _asked[code] = 0;
        return Answer.Json(new JsonObject
        {
            ["device_code"] = code,
            ["user_code"] = "ABCD-1234",
            ["verification_uri"] = $"{state.PublicUrl}/device",
            ["verification_uri_complete"] = $"{state.PublicUrl}/device?code=ABCD-1234",
            ["interval"] = 1,
            ["expires_in"] = 60,
        });
    }

    private Answer Ask(string code) =>
        !_asked.ContainsKey(code) ? Refused("invalid_grant")
        : ++_asked[code] < 2 ? Refused("authorization_pending")
        : Granted();

    private static Answer Granted() => Answer.Json(new JsonObject { ["access_token"] = Tokens.AliceWrite, ["refresh_token"] = "hf_refresh_alice", ["token_type"] = "bearer", ["expires_in"] = 2592000 });

    private static Answer Refused(string error) => Answer.Json(new JsonObject { ["error"] = error }, 400);
}
