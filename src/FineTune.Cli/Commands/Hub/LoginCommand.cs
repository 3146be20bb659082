using FineTune.Hub;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>login</c>: stores a token, asked for without echo, for this computer.</summary>
internal sealed class LoginCommand : HubVerb
{
    public override string Name => "login";

    public override string Summary => "store a token of the Hub; it is asked for, or read from standard input with --token -";

    public override string Usage => "login [--token -]";

    public override IEnumerable<Argument> Flags => [HubVerbOptions.TokenFlag, HubVerbOptions.JsonFlag];

    protected override async Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context)
    {
        Expect(words, 0, 0);
        AuthChange change = await HfHub.LoginAsync(TokenOf(options, context) ?? Ask(context), cancellationToken: context.CancellationToken);
        Tell(options, context, $"Logged in as {change.User!.Name} with the token {string.Join(", ", change.TokenNames)}.", new JsonObject
        {
            ["user"] = change.User.Name,
            ["token_names"] = new JsonArray([.. change.TokenNames.Select(name => JsonValue.Create(name))]),
        });
        if (change.OverriddenBy is { } variable)
        {
            context.Errors.WriteLine($"finetune: the environment variable {variable} is set, and its token is used all the same. Unset it to use the one you logged in with.");
        }

        return CommandLine.Done;
    }

    private static string Ask(CommandContext context)
    {
        context.Errors.WriteLine($"Make a token at {HubEnvironment.Process.Endpoint}/settings/tokens and paste it here; it is not shown.");
        context.Errors.Write("Token: ");
        context.Errors.Flush();
        string? token = ReferenceEquals(context.Input, Console.In) && !Console.IsInputRedirected ? Hidden() : Interruptible.Call(context.Input.ReadLine, context.CancellationToken);
        context.Errors.WriteLine();
        return string.IsNullOrWhiteSpace(token) ? throw new RunException("login: no token was given.") : token;
    }

    private static string Hidden()
    {
        string typed = string.Empty;
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            typed = key.Key == ConsoleKey.Backspace ? typed[..Math.Max(0, typed.Length - 1)] : key.KeyChar == '\0' ? typed : typed + key.KeyChar;
        }

        return typed;
    }
}
