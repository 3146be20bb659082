using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>How batches are shared out between processes and in what order examples come: the reference's <c>accelerator_config</c>.</summary>
/// <remarks>One process by itself is changed by <see cref="UseSeedableSampler"/> only.</remarks>
public sealed record AcceleratorConfig
{
    /// <summary>Gets whether a training batch is cut into one part a process, rather than each process having as many rows. Default false.</summary>
    public bool SplitBatches { get; init; }

    /// <summary>Gets whether one process reads the data for all. Default null. Without effect: each process reads all and takes its share, the same rows.</summary>
    public bool? DispatchBatches { get; init; }

    /// <summary>Gets whether all processes get equally many training batches of equally many rows, some rows twice if need be. Default true. If not, the rows of a step count alike, however many each process has.</summary>
    public bool EvenBatches { get; init; } = true;

    /// <summary>
    /// Gets whether the order of examples depends on the seed and the epoch only; if not, it is drawn from the training's own random
    /// numbers at the start of each epoch. Default true.
    /// </summary>
    public bool UseSeedableSampler { get; init; } = true;

    /// <summary>Gets whether batches are copied to a GPU in the background. Default false; there is no GPU here.</summary>
    public bool NonBlocking { get; init; }

    /// <summary>Gets the settings of accelerate's own gradient accumulation, of which only <c>num_steps</c> is read. Default null.</summary>
    public IReadOnlyDictionary<string, object?>? GradientAccumulationKwargs { get; init; }

    /// <summary>Gets how many training batches of the arguments' size the processes go through at a time.</summary>
    internal int BatchesOfRound(int processes) => SplitBatches ? 1 : processes;

    /// <summary>Gets how many rows of a training batch of the arguments' size one process goes through, at least one.</summary>
    internal int RowsOfProcess(int batchSize, int processes) => SplitBatches ? Math.Max(1, batchSize / processes) : batchSize;

    internal JsonObject ToJson() => new()
    {
        ["split_batches"] = SplitBatches,
        ["dispatch_batches"] = DispatchBatches,
        ["even_batches"] = EvenBatches,
        ["use_seedable_sampler"] = UseSeedableSampler,
        ["non_blocking"] = NonBlocking,
        ["gradient_accumulation_kwargs"] = ArgumentValue.Map(GradientAccumulationKwargs),
    };

    /// <exception cref="FormatException">The JSON is not such an object; the message says what was expected.</exception>
    internal static AcceleratorConfig FromJson(JsonNode? node)
    {
        AcceleratorConfig config = new();
        JsonObject fields = node switch
        {
            null => [],
            JsonObject map => map,
            JsonValue value when value.TryGetValue(out string? text) => JsonText.ReadObject(text.StartsWith('{') ? text : File.ReadAllText(text)),
            _ => throw new FormatException($"{JsonText.WriteLine(node)} is not a value; expected a JSON object or the path of one"),
        };
        foreach ((string key, JsonNode? value) in fields)
        {
            config = config.With(key, value is JsonValue leaf && leaf.TryGetValue(out string? text) ? ArgumentText.Guess(text) : value);
        }

        return config;
    }

    private AcceleratorConfig With(string key, JsonNode? value) => key switch
    {
        "split_batches" => this with { SplitBatches = ArgumentValue.Boolean(value) },
        "dispatch_batches" => this with { DispatchBatches = value is null ? null : ArgumentValue.Boolean(value) },
        "even_batches" => this with { EvenBatches = ArgumentValue.Boolean(value) },
        "use_seedable_sampler" => this with { UseSeedableSampler = ArgumentValue.Boolean(value) },
        "non_blocking" => this with { NonBlocking = ArgumentValue.Boolean(value) },
        "gradient_accumulation_kwargs" => this with { GradientAccumulationKwargs = ArgumentValue.Map(value) },
        "use_configured_state" when !ArgumentValue.Boolean(value) => this,
        _ => throw new FormatException(
            $"\"{key}\" is not a setting of accelerator_config that exists here; expected split_batches, dispatch_batches, even_batches, " +
            "use_seedable_sampler, non_blocking or gradient_accumulation_kwargs"),
    };
}
