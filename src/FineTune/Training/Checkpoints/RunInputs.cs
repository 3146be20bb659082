using System.Text.Json.Nodes;

namespace FineTune.Training;

/// <summary>
/// Fingerprints of what a run is made from beside its arguments: data and model. They are kept with the run, so that one that goes on with
/// others can say that it is no longer the same.
/// </summary>
/// <param name="Data">The rows of each data set and what they hold, as <c>rows:fingerprint</c>; only the rows where looking at all would cost.</param>
/// <param name="Config">The model's configuration and the shapes of its weights; null for one without a configuration.</param>
/// <param name="Weights">A sample of the weights it began with.</param>
internal sealed record RunInputs(IReadOnlyDictionary<string, string> Data, string? Config, string Weights)
{
    private const int Samples = 64;
    private const string TrainingData = "training";

    /// <summary>Gets what is trained on, without the data that are only evaluated on.</summary>
    public RunInputs Training => this with { Data = Data.Where(pair => pair.Key == TrainingData).ToDictionary() };

    /// <summary>Looks at a Trainer whose model is not trained yet.</summary>
    public static RunInputs Of(Trainer trainer)
    {
        Dictionary<string, string> data = [];
        Add(data, TrainingData, trainer.TrainDataset);
        foreach ((string? name, IEnumerable<Example> rows) in trainer.EvalDataset?.Items ?? [])
        {
            Add(data, name is null ? "evaluation" : $"evaluation \"{name}\"", rows);
        }

        (Fingerprint config, Fingerprint weights) = (new(), new());
        config.Add((trainer.Model as PreTrainedModel)?.Config.ToJsonString());
        foreach ((string name, Parameter parameter) in trainer.Model.NamedParameters())
        {
            config.Add($"{name} {parameter.Shape}");
            Sample(weights, parameter);
        }

        return new RunInputs(data, trainer.Model is PreTrainedModel ? config.ToString() : null, weights.ToString());
    }

    /// <summary>Gets how many rows there are and a fingerprint of what they hold, as <see cref="Data"/> has it; null where even their number is not known.</summary>
    public static string? RowsOf(IEnumerable<Example>? rows)
    {
        switch (rows)
        {
            case Dataset { Transform: null } dataset:
                Fingerprint all = new();
                foreach (Example row in dataset)
                {
                    foreach ((string key, object? value) in row)
                    {
                        all.Add(key);
                        all.Add(value);
                    }
                }

                return $"{dataset.NumRows}:{all}";
            case IReadOnlyCollection<Example> counted: // Of a list somebody wrote, nobody knows what looking at it costs or changes.
                return $"{counted.Count}:";
            default:
                return null;
        }
    }

    /// <exception cref="FormatException">It is something else.</exception>
    public static RunInputs? FromJson(JsonNode? node) => node is not JsonObject json ? null : new RunInputs(
        (json["data"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => ArgumentValue.Text(pair.Value)),
        json["config"] is { } config ? ArgumentValue.Text(config) : null,
        ArgumentValue.Text(json["weights"]));

    public JsonObject ToJson() => new()
    {
        ["data"] = new JsonObject(Data.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["config"] = Config,
        ["weights"] = Weights,
    };

    /// <summary>Gets what is otherwise now.</summary>
    /// <param name="now">What the run goes on with.</param>
    /// <param name="withWeights">Whether it begins with the model's weights, and not with a checkpoint's.</param>
    public IEnumerable<string> Changes(RunInputs now, bool withWeights)
    {
        foreach ((string name, string before) in Data)
        {
            if (!now.Data.TryGetValue(name, out string? after))
            {
                yield return $"there is no {name} data now";
            }
            else if (Differ(before, after))
            {
                (string rowsBefore, string rowsAfter) = (before.Split(':')[0], after.Split(':')[0]);
                yield return rowsBefore == rowsAfter
                    ? $"the {name} data is other data ({rowsAfter} rows, as before)"
                    : $"the {name} data is other data ({rowsBefore} rows then, {rowsAfter} now)";
            }
        }

        foreach (string name in now.Data.Keys.Except(Data.Keys))
        {
            yield return $"the {name} data is new";
        }

        if (Config is not null && now.Config is not null && Config != now.Config)
        {
            yield return "the base model's configuration is another";
        }

        if (withWeights && Weights != now.Weights)
        {
            yield return "the base model's weights are others";
        }
    }

    /// <summary>Where only rows were counted, only these are compared.</summary>
    private static bool Differ(string before, string after) => before.EndsWith(':') || after.EndsWith(':')
        ? before.Split(':')[0] != after.Split(':')[0]
        : before != after;

    private static void Add(Dictionary<string, string> data, string name, IEnumerable<Example>? rows)
    {
        if (RowsOf(rows) is { } found)
        {
            data[name] = found;
        }
    }

    private static void Sample(Fingerprint weights, Parameter parameter)
    {
        int step = Math.Max(1, parameter.Length / Samples);
        ReadOnlySpan<float> values = parameter.Span;
        for (int i = 0; i < values.Length; i += step)
        {
            weights.Add((ulong)BitConverter.SingleToUInt32Bits(values[i]));
        }
    }
}
