using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>whoami</c>: whose token is in use.</summary>
internal sealed class WhoAmICommand : HubVerb
{
    public override string Name => "whoami";

    public override string Summary => "show whose token is in use, and what it may do";

    public override string Usage => "whoami [--json]";

    public override IEnumerable<Argument> Flags => [HubVerbOptions.TokenFlag, HubVerbOptions.JsonFlag];

    protected override async Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context)
    {
        Expect(words, 0, 0);
        WhoAmI user = await new HfApi(Reached(options, context)).WhoAmIAsync(context.CancellationToken);
        if (options.Json)
        {
            context.Output.WriteLine(JsonText.Write(new JsonObject
            {
                ["user"] = user.Name,
                ["orgs"] = new JsonArray([.. user.Orgs.Select(org => JsonValue.Create(org))]),
                ["role"] = user.Role,
            }));
            return CommandLine.Done;
        }

        context.Output.WriteLine($"{user.Name}{(user.Role is { } role ? $" ({role} token)" : string.Empty)}");
        if (user.Orgs.Count > 0)
        {
            context.Output.WriteLine($"organisations: {string.Join(", ", user.Orgs)}");
        }

        return CommandLine.Done;
    }
}
