namespace FineTune.Hub;

/// <summary>Finds the token that requests carry: the caller's, else an environment variable's, else that of the log-in.</summary>
internal static class TokenLookup
{
    private static readonly string[] Variables = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"];

    /// <summary>Gets the token for a caller's argument, or null to send none.</summary>
    /// <exception cref="LocalTokenNotFoundException">The argument is <c>true</c> and there is no token, or the log-in has expired.</exception>
    public static ResolvedToken? Resolve(HubToken? argument, HubEnvironment environment)
    {
        if (argument?.Value is { } given)
        {
            return Checked(given, "the Token argument");
        }

        if (argument is { IsRequired: false } || (argument is null && environment.DisableImplicitToken))
        {
            return null;
        }

        ResolvedToken? token = Implicit(environment);
        return token is null && argument is not null ? throw NoToken() : token;
    }

    /// <summary>Gets the token of this computer, or null.</summary>
    public static ResolvedToken? Implicit(HubEnvironment environment) => FromVariable(environment) ?? FromFile(environment);

    /// <summary>Gets the name of the variable that has a token, or null: it wins over the log-in.</summary>
    public static string? VariableInUse(HubEnvironment environment) =>
        Variables.FirstOrDefault(variable => HubToken.Clean(environment.Variable(variable)) is not null);

    /// <summary>Gets the token of the log-in, or null, without asking whether it is still valid.</summary>
    public static string? OfLogIn(HubEnvironment environment) =>
        File.Exists(environment.TokenPath) ? HubToken.Clean(File.ReadAllText(environment.TokenPath)) : null;

    /// <summary>The exception for a token that is needed and missing.</summary>
    public static LocalTokenNotFoundException NoToken() => new(
        "A token is required, but this computer has none: log in with \"finetune login\", or set the environment variable HF_TOKEN.");

    private static ResolvedToken? FromVariable(HubEnvironment environment) => VariableInUse(environment) is { } variable
        ? Checked(HubToken.Clean(environment.Variable(variable))!, $"the environment variable {variable}")
        : null;

    private static ResolvedToken? FromFile(HubEnvironment environment)
    {
        if (OfLogIn(environment) is not { } token)
        {
            return null;
        }

        StoredTokens stored = StoredTokens.Read(environment.StoredTokensPath);
        return stored.NameOf(token) is { } name && stored.ExpiryOf(name) is { } expiry && expiry <= DateTimeOffset.UtcNow
            ? throw new LocalTokenNotFoundException(
                $"The log-in \"{name}\" expired on {expiry:yyyy-MM-dd}. Log in again with \"finetune login\", or forget it with \"finetune logout\".")
            : Checked(token, $"the file {environment.TokenPath}");
    }

    // Anything else cannot be sent as a header, and the handler's own complaint does not say where it came from.
    private static ResolvedToken Checked(string token, string source) => token.All(c => c is > ' ' and <= '~')
        ? new(token, source)
        : throw new ArgumentException(
            $"The token from {source} has characters that no token has (blanks, or letters beyond ASCII). Copy it again.");
}
