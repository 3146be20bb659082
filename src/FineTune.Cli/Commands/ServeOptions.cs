using System.Net;
using FineTune.Training;
using ServeArgument = FineTune.Training.Argument<FineTune.Cli.Commands.ServeOptions>;

namespace FineTune.Cli.Commands;

/// <summary>What <c>serve</c> takes.</summary>
internal sealed record ServeOptions
{
    public const int DefaultPort = 5000;

    public string Host { get; init; } = "127.0.0.1";

    public int Port { get; init; } = DefaultPort;

    public int TopK { get; init; } = 1;

    public int BatchSize { get; init; } = TextClassificationPipeline.DefaultBatchSize;

    public int MaxWait { get; init; } = (int)TextClassificationPipeline.DefaultWait.TotalMilliseconds;

    public int QueueSize { get; init; } = TextClassificationPipeline.DefaultQueueSize;

    public static IReadOnlyList<Argument> Flags { get; } =
    [
        ServeArgument.Text("host", "the address to listen on; 0.0.0.0 lets other computers ask, without a password", o => o.Host, (o, v) => o with { Host = v }),
        ServeArgument.Integer("port", "the port to listen on; 0 takes a free one", o => o.Port, (o, v) => o with { Port = v }),
        ServeArgument.Integer("top_k", "how many labels an answer has, best first, unless a request says so", o => o.TopK, (o, v) => o with { TopK = v }),
        ServeArgument.Integer("batch_size", "how many texts go through the model at once, at most", o => o.BatchSize, (o, v) => o with { BatchSize = v }),
        ServeArgument.Integer("max_wait", "how many milliseconds a text waits for others to be computed with, at most", o => o.MaxWait, (o, v) => o with { MaxWait = v }),
        ServeArgument.Integer("queue_size", "how many texts wait at most; further requests wait for room", o => o.QueueSize, (o, v) => o with { QueueSize = v }),
    ];

    /// <exception cref="RunException">A value cannot be used; it lists all.</exception>
    public static ServeOptions From(Classification.FlagReader flags)
    {
        ServeOptions options = new();
        foreach ((Argument argument, System.Text.Json.Nodes.JsonNode? value) in flags.Values)
        {
            options = ((ServeArgument)argument).Write(options, value);
        }

        string[] problems = [.. flags.Problems, .. options.Problems()];
        return problems.Length == 0 ? options : throw new RunException(problems);
    }

    private IEnumerable<string> Problems()
    {
        if (!IPAddress.TryParse(Host, out _))
        {
            yield return $"--host {Host} is not an address; expected one such as 127.0.0.1, 0.0.0.0 or ::1.";
        }

        if (Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            yield return $"--port is {Port}; expected 0 to {IPEndPoint.MaxPort}.";
        }

        foreach ((string name, int value, int least) in new[] { ("top_k", TopK, 1), ("batch_size", BatchSize, 1), ("max_wait", MaxWait, 0), ("queue_size", QueueSize, 1) })
        {
            if (value < least)
            {
                yield return $"--{name} is {value}; expected at least {least}.";
            }
        }
    }
}
