using System.Text;
using System.Text.Json.Nodes;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>Has the Hub look at a card's metadata before anything is sent: it would refuse the whole commit at the end.</summary>
internal static class CardCheck
{
    /// <summary>Checks the card among the files a commit adds, if there is one and it was not checked before.</summary>
    /// <exception cref="InvalidCardException">The Hub does not take the metadata.</exception>
    public static async Task RunAsync(HubHttp http, CommitPlan plan, CancellationToken cancellationToken)
    {
        if (!plan.IsCardChecked && plan.Operations.OfType<CommitOperationAdd>().FirstOrDefault(add => add.PathInRepo == CardText.FileName) is { } card)
        {
            await RunAsync(http, plan.Target.Repo, card.Source.Begin(card.PathInRepo), cancellationToken);
        }
    }

    private static async Task RunAsync(HubHttp http, RepoId repo, UploadContent card, CancellationToken cancellationToken)
    {
        using StreamReader reader = new(card.Open(), Encoding.UTF8);
        JsonObject body = new() { ["content"] = await reader.ReadToEndAsync(cancellationToken), ["repoType"] = repo.Word };
        try
        {
            JsonNode? answer = await http.SendJsonAsync(new HubRequest(HttpMethod.Post, "/api/validate-yaml")
            {
                Content = () => JsonBody.Of(body),
                Authorize = false,
                Retry = true,
            }, cancellationToken);
            foreach (JsonNode? warning in answer?["warnings"] as JsonArray ?? [])
            {
                http.Options.Logger?.LogWarning(EventLog.Hub, "Warnings while validating metadata in README.md: {Warning}", warning?.Text("message"));
            }
        }
        catch (BadRequestException refused)
        {
            throw new InvalidCardException($"Invalid metadata in README.md. {refused.Message} Correct the lines between its two lines of dashes.", refused);
        }
    }
}
