using System.Net;
using FineTune.Hub;

namespace FineTune;

/// <content>Log-ins, in the files that the reference's tools use too.</content>
public static partial class HfHub
{
    /// <summary>Asks the Hub whose a token is, and makes it the one this computer uses.</summary>
    /// <param name="token">The token, such as <c>hf_...</c>, made at huggingface.co/settings/tokens.</param>
    /// <param name="options">How the Hub is reached; its own token is not used.</param>
    /// <param name="cancellationToken">Gives up the question.</param>
    /// <exception cref="ArgumentException">The token is empty, or an organisation's.</exception>
    /// <exception cref="HubException">The token is not valid, or the Hub cannot be asked.</exception>
    public static Task<AuthChange> LoginAsync(string token, HubOptions? options = null, CancellationToken cancellationToken = default) =>
        LoginAsync(token, options ?? new(), HubEnvironment.Process, cancellationToken);

    /// <summary>Forgets a token, or all of them.</summary>
    /// <param name="tokenName">The name of the token to forget. Default null: all.</param>
    /// <returns>What was forgotten; nothing where nobody was logged in.</returns>
    /// <exception cref="ArgumentException">No token is stored under that name.</exception>
    public static AuthChange Logout(string? tokenName = null) => Logout(tokenName, HubEnvironment.Process);

    /// <summary>Makes another of the stored tokens the one this computer uses.</summary>
    /// <param name="tokenName">Its name, as <see cref="AuthList()"/> has it.</param>
    /// <exception cref="ArgumentException">No token is stored under that name.</exception>
    public static AuthChange AuthSwitch(string tokenName) => AuthSwitch(tokenName, HubEnvironment.Process);

    /// <summary>Gets the tokens this computer was logged in with, by name.</summary>
    public static IReadOnlyList<StoredToken> AuthList() => AuthList(HubEnvironment.Process);

    internal static async Task<AuthChange> LoginAsync(
        string token, HubOptions options, HubEnvironment environment, CancellationToken cancellationToken)
    {
        string given = HubToken.Clean(token)
            ?? throw new ArgumentException($"The token is empty. Make one at {HubHttp.EndpointOf(options, environment)}/settings/tokens and pass it.");
        if (given.StartsWith("api_org", StringComparison.Ordinal))
        {
            throw new ArgumentException("This is an organisation's token (api_org...). Log in with one of your own account.");
        }

        using HubHttp http = new(options with { Token = given }, environment);
        WhoAmI user = await AskAsync(http, cancellationToken);
        string name = NameFor(user);
        StoredTokens stored = StoredTokens.Read(environment.StoredTokensPath);
        stored.Set(name, given);
        stored.Save();
        SecretFile.Write(environment.TokenPath, given);
        return new() { TokenNames = [name], User = user, OverriddenBy = Overriding(given, environment) };
    }

    internal static AuthChange Logout(string? tokenName, HubEnvironment environment)
    {
        StoredTokens stored = StoredTokens.Read(environment.StoredTokensPath);
        string? active = TokenLookup.OfLogIn(environment);
        IReadOnlyList<string> names = tokenName is null ? [.. stored.Names] : [Known(tokenName, stored, environment)];
        if (tokenName is null || stored.TokenOf(tokenName) == active)
        {
            File.Delete(environment.TokenPath);
        }

        foreach (string name in names)
        {
            stored.Remove(name);
        }

        stored.Save();
        return new()
        {
            TokenNames = names.Count == 0 && active is not null ? ["token"] : names,
            OverriddenBy = TokenLookup.VariableInUse(environment),
        };
    }

    internal static AuthChange AuthSwitch(string tokenName, HubEnvironment environment)
    {
        StoredTokens stored = StoredTokens.Read(environment.StoredTokensPath);
        string token = stored.TokenOf(Known(tokenName, stored, environment))
            ?? throw new ArgumentException($"\"{tokenName}\" has no token in {environment.StoredTokensPath}. Log in again.");
        SecretFile.Write(environment.TokenPath, token);
        return new() { TokenNames = [tokenName], OverriddenBy = Overriding(token, environment) };
    }

    internal static IReadOnlyList<StoredToken> AuthList(HubEnvironment environment)
    {
        StoredTokens stored = StoredTokens.Read(environment.StoredTokensPath);
        string? active = TokenLookup.OfLogIn(environment);
        return
        [
            .. stored.Names.Select(name => new StoredToken
            {
                Name = name,
                IsActive = active is not null && stored.TokenOf(name) == active,
                ExpiresAt = stored.ExpiryOf(name),
            }),
        ];
    }

    private static async Task<WhoAmI> AskAsync(HubHttp http, CancellationToken cancellationToken)
    {
        try
        {
            return await WhoAmICache.AskAsync(http, cancellationToken);
        }
        catch (HfHubHttpException e) when (e.StatusCode is HttpStatusCode.Unauthorized)
        {
            throw new HfHubHttpException(
                $"Invalid user token. Copy the token again from {http.Endpoint}/settings/tokens, or make a new one there.", e.StatusCode, e.RequestId, e);
        }
    }

    // The name becomes a section of a file of lines.
    private static string NameFor(WhoAmI user) =>
        new string([.. (user.TokenName ?? user.Name).Where(c => !char.IsControl(c))]).Trim() is { Length: > 0 } name ? name : user.Name;

    private static string? Overriding(string token, HubEnvironment environment) =>
        TokenLookup.VariableInUse(environment) is { } variable && HubToken.Clean(environment.Variable(variable)) != token ? variable : null;

    private static string Known(string tokenName, StoredTokens stored, HubEnvironment environment) => stored.Names.Contains(tokenName)
        ? tokenName
        : throw new ArgumentException($"There is no token \"{tokenName}\" in {environment.StoredTokensPath}; " + (stored.Names.Count > 0
            ? $"it has {string.Join(", ", stored.Names)}."
            : "it has none. Log in with \"finetune login\"."));
}
