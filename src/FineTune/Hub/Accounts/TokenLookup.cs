namespace FineTune.Hub;

/// <summary>Finds the token that requests carry: the caller's, else an environment variable's, else that of the log-in.</summary>
internal static class TokenLookup
{
    private static readonly string[] Variables = ["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"];

    /// <summary>Gets the token for a caller's argument, or null to send none.</summary>
    /// <exception cref="LocalTokenNotFoundException">The argument is <c>true</c>, and there is no token.</exception>
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

        return Implicit(environment) ?? (argument is null
            ? null
            : throw new LocalTokenNotFoundException(
                "A token is required (Token = true), but there is none: log in with \"finetune login\", or set the environment variable HF_TOKEN."));
    }

    /// <summary>Gets the token of this computer, or null.</summary>
    public static ResolvedToken? Implicit(HubEnvironment environment)
    {
        foreach (string variable in Variables)
        {
            if (HubToken.Clean(environment.Variable(variable)) is { } token)
            {
                return Checked(token, $"the environment variable {variable}");
            }
        }

        string path = environment.TokenPath;
        return File.Exists(path) && HubToken.Clean(File.ReadAllText(path)) is { } stored ? Checked(stored, $"the file {path}") : null;
    }

    // Anything else cannot be sent as a header, and the handler's own complaint does not say where it came from.
    private static ResolvedToken Checked(string token, string source) => token.All(c => c is > ' ' and <= '~')
        ? new(token, source)
        : throw new ArgumentException($"The token from {source} has characters that no token has (blanks, or letters beyond ASCII). Copy it again.");
}
