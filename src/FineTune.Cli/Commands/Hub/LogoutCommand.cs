using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>logout</c>: forgets stored tokens.</summary>
internal sealed class LogoutCommand : HubVerb
{
    public override string Name => "logout";

    public override string Summary => "forget a stored token, or all";

    public override string Usage => "logout [TOKEN_NAME]";

    public override IEnumerable<Argument> Flags => [HubVerbOptions.JsonFlag];

    protected override Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context)
    {
        Expect(words, 0, 1);
        AuthChange change = HfHub.Logout(words.Count == 1 ? words[0] : null);
        Tell(options, context, change.TokenNames.Count == 0 ? "There was no token to forget." : $"Forgot {string.Join(", ", change.TokenNames)}.", new JsonObject
        {
            ["token_names"] = new JsonArray([.. change.TokenNames.Select(name => JsonValue.Create(name))]),
        });
        if (change.OverriddenBy is { } variable)
        {
            context.Errors.WriteLine($"finetune: the environment variable {variable} is set, and its token is still used.");
        }

        return Task.FromResult(CommandLine.Done);
    }
}
