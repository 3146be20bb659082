using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FineTune.Testing.Accounts;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Makes, removes and renames repositories.</summary>
internal sealed partial class ManagementApi(HubState state)
{
    public Answer Route(Exchange exchange, string word)
    {
        Account caller = Access.Require(exchange);
        JsonObject body = exchange.Json();
        RepositoryKind kind = Kinds.FromSingular((string?)body["type"]);
        switch (exchange.Method, word)
        {
            case ("POST", "create"):
                return Create(caller, kind, IdOf(caller, body), body);
            case ("DELETE", "delete"):
                state.Repositories.Remove(state.Access.Open(exchange, kind, IdOf(caller, body), write: true));
                return Answer.Json(new JsonObject { ["message"] = "ok" });
            case ("POST", "move"):
                state.Repositories.Move(state.Access.Open(exchange, kind, (string)body["fromRepo"]!, write: true), (string)body["toRepo"]!);
                return Answer.Json(new JsonObject { ["message"] = "ok" });
            default:
                throw HubState.NoSuchPage();
        }
    }

    private Answer Create(Account caller, RepositoryKind kind, string id, JsonObject body)
    {
        string owner = id.Split('/')[0];
        if (!caller.MayWrite(owner))
        {
            throw new Rejection(403, $"You don't have the rights to create a {kind.Singular()} under the namespace \"{owner}\"");
        }

        string name = id[(owner.Length + 1)..];
        if (!Name().IsMatch(name) || name.Contains("--", StringComparison.Ordinal) || name.Contains("..", StringComparison.Ordinal))
        {
            throw new Rejection(400, $"Invalid repo name: {id} - repo name includes an/multiple invalid character(s)");
        }

        string url = $"{state.PublicUrl}/{kind.Prefix()}{id}";
        if (state.Repositories.Find(kind, id) is not null)
        {
            string message = $"You already created this {kind.Singular()} repo";
            throw new Rejection(409, message) { Body = new() { ["error"] = message, ["url"] = url } };
        }

        bool isPrivate = (string?)body["visibility"] == "private" || (bool?)body["private"] == true;
        state.Repositories.Create(kind, id, isPrivate, caller.User);
        return Answer.Json(new JsonObject { ["url"] = url, ["name"] = id, ["id"] = StoredFile.Sha1Of(id)[..24] });
    }

    private static string IdOf(Account caller, JsonObject body) => $"{(string?)body["organization"] ?? caller.User}/{(string)body["name"]!}";

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,95}\z")]
    private static partial Regex Name();
}
