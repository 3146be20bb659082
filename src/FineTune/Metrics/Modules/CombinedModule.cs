namespace FineTune;

/// <summary>Several metrics computed from the same rows; numbers of the same name get the metric's name in front.</summary>
internal sealed class CombinedModule(IReadOnlyList<(string Name, EvaluationModule Module)> modules, bool forcePrefix)
    : EvaluationModule(string.Join("+", modules.Select(module => module.Name)))
{
    /// <summary>Options go to every metric, so all must know them.</summary>
    internal override IReadOnlyList<string> KnownOptions { get; } =
        [.. modules[0].Module.KnownOptions.Where(option => modules.All(module => module.Module.KnownOptions.Contains(option)))];

    internal override bool IsOfTextsOnly => modules.Any(module => module.Module.IsOfTextsOnly);

    internal override void Accumulate(IReadOnlyList<TextRow> rows)
    {
        foreach ((_, EvaluationModule module) in modules)
        {
            module.Accumulate(rows);
        }
    }

    internal override void Accumulate(MetricInput predictions, MetricInput references, IReadOnlyList<double>? weights)
    {
        foreach ((_, EvaluationModule module) in modules)
        {
            module.Accumulate(predictions, references, weights);
        }
    }

    internal override void Accumulate(EvalPrediction prediction)
    {
        foreach ((_, EvaluationModule module) in modules)
        {
            module.Accumulate(prediction);
        }
    }

    internal override MetricInput Prepare(EvalPrediction prediction) => prediction.Predictions;

    internal override MetricResult Result(MetricOptions options)
    {
        MetricResult[] results = [.. modules.Select(module => module.Module.Result(options))];
        HashSet<string> seen = [];
        HashSet<string> repeatedKeys = [.. results.SelectMany(result => result.Keys.Concat(result.Arrays.Keys)).Where(key => !seen.Add(key))];
        Dictionary<string, int> counters = modules.CountBy(module => module.Name)
            .Where(pair => pair.Value > 1)
            .ToDictionary(pair => pair.Key, _ => 0);
        MetricResult merged = new();
        for (int i = 0; i < results.Length; i++)
        {
            string name = modules[i].Name;
            string prefix = counters.TryGetValue(name, out int number) ? $"{name}_{number}_" : $"{name}_";
            merged.Add(results[i], key => forcePrefix || repeatedKeys.Contains(key) ? prefix + key : key);
            if (counters.ContainsKey(name))
            {
                counters[name]++;
            }
        }

        return merged;
    }

    internal override void Reset()
    {
        foreach ((_, EvaluationModule module) in modules)
        {
            module.Reset();
        }
    }
}
