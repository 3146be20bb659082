using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>What a call of the command left behind.</summary>
internal sealed record Finished(int Code, string Output, string Errors)
{
    /// <summary>Gets the problems that were reported, without the program's name.</summary>
    public string[] Problems =>
        [.. Errors.Split('\n').Where(line => line.StartsWith("finetune: ", StringComparison.Ordinal)).Select(line => line["finetune: ".Length..])];

    /// <summary>Gets standard output as JSON objects, a line each.</summary>
    public JsonObject[] JsonLines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
}
