using System.Text.Json.Nodes;
using FineTune.Testing.Accounts;
using FineTune.Testing.Server;
using FineTune.Testing.Storage;

namespace FineTune.Testing.Routes;

/// <summary>Says whose token came.</summary>
internal static class WhoAmI
{
    public static Answer Answer(Exchange exchange)
    {
        if (exchange.Caller is not { } caller || caller == AccountBook.Nobody)
        {
            throw new Rejection(401, "Invalid credentials in Authorization header");
        }

        return Server.Answer.Json(new JsonObject
        {
            ["type"] = "user",
            ["id"] = StoredFile.Sha1Of(caller.User)[..24],
            ["name"] = caller.User,
            ["fullname"] = caller.User,
            ["email"] = $"{caller.User}@example.invalid",
            ["emailVerified"] = true,
            ["canPay"] = false,
            ["isPro"] = false,
            ["periodEnd"] = null,
            ["avatarUrl"] = "",
            ["orgs"] = new JsonArray([.. caller.Organisations.Select(pair => new JsonObject { ["type"] = "org", ["id"] = pair.Key, ["name"] = pair.Key, ["fullname"] = pair.Key, ["roleInOrg"] = pair.Value })]),
            ["auth"] = new JsonObject
            {
                ["type"] = "access_token",
                ["accessToken"] = new JsonObject { ["displayName"] = caller.TokenName, ["role"] = caller.Role, ["createdAt"] = "2024-01-01T00:00:00.000Z" },
            },
        });
    }
}
