using FineTune.Kernels;

namespace FineTune;

/// <summary>Makes a model from a folder: configuration, weights, and fresh numbers for what the weights lack.</summary>
internal static class ModelLoader
{
    public static TModel FromPretrained<TModel>(string nameOrPath, FromPretrainedOptions? options, Func<PretrainedConfig, TModel> make)
        where TModel : PreTrainedModel
    {
        TilePreparation.Start();
        options ??= new();
        return Load(PretrainedFiles.Model(nameOrPath, options), options, make);
    }

    public static async Task<TModel> FromPretrainedAsync<TModel>(
        string nameOrPath, FromPretrainedOptions? options, Func<PretrainedConfig, TModel> make, CancellationToken cancellationToken)
        where TModel : PreTrainedModel
    {
        TilePreparation.Start();
        options ??= new();
        return Load(await PretrainedFiles.ModelAsync(nameOrPath, options, cancellationToken), options, make);
    }

    private static TModel Load<TModel>(ModelFolder folder, FromPretrainedOptions options, Func<PretrainedConfig, TModel> make)
        where TModel : PreTrainedModel
    {
        PretrainedConfig config = options.Config
            ?? AutoConfig.FromFile(folder.Require(PretrainedConfig.FileName), folder.NameOrPath, overrides: null);
        if (options.Overrides() is { Count: > 0 } overrides)
        {
            config = config.With(overrides);
        }

        TModel model = make(config);
        ITensorSource weights = CheckpointFiles.Open(folder, config.WeightsFile);
        using (weights as IDisposable)
        {
            model.LoadReport = Load(model, weights, folder.NameOrPath, options);
        }

        model.Eval();
        return model;
    }

    private static LoadReport Load(PreTrainedModel model, ITensorSource weights, string source, FromPretrainedOptions options)
    {
        OrderedDictionary<string, Parameter> parameters = new(StringComparer.Ordinal);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            parameters[name] = parameter;
        }

        WeightNames names = new(model.BaseModelPrefix, parameters.Keys.ToHashSet(StringComparer.Ordinal));
        HashSet<Parameter> loaded = new(ReferenceEqualityComparer.Instance);
        List<MismatchedKey> mismatched = [];
        List<string> unexpected = [];
        foreach (string key in weights.Names.Order(NaturalOrder.Instance))
        {
            string name = names.Map(key);
            if (!parameters.TryGetValue(name, out Parameter? parameter))
            {
                unexpected.Add(name);
            }
            else if (weights.ShapeOf(key) != parameter.Shape)
            {
                mismatched.Add(new(name, weights.ShapeOf(key), parameter.Shape));
            }
            else
            {
                weights.Read(key, parameter.Span);
                loaded.Add(parameter);
            }
        }

        model.SavesLegacyNames = names.SawLegacyNames;
        HashSet<string> other = [.. mismatched.Select(key => key.Key)];
        LoadReport report = new()
        {
            ModelClass = model.GetType().Name,
            Source = source,
            MissingKeys = [.. parameters.Where(pair => !loaded.Contains(pair.Value) && !other.Contains(pair.Key)).Select(pair => pair.Key)],
            UnexpectedKeys = [.. unexpected.Where(key => !IsPositionBuffer(key) && !model.Ignores(key))],
            MismatchedKeys = mismatched,
        };
        Check(report, loaded.Count, options);
        WeightInitializer.Missing(model, options.Generator ?? new Generator(options.Seed), loaded);
        return report;
    }

    private static void Check(LoadReport report, int loaded, FromPretrainedOptions options)
    {
        if (!report.IsComplete)
        {
            options.OnLoadReport?.Invoke(report);
        }

        if (report.MismatchedKeys.Count > 0 && !options.IgnoreMismatchedSizes)
        {
            Throw.SizesDiffer(report);
        }

        if (loaded == 0 && report.MismatchedKeys.Count == 0)
        {
            Throw.NothingFits(report);
        }
    }

    /// <summary>The numbers 0, 1, 2, ... that old checkpoints carry along; every model counts by itself.</summary>
    private static bool IsPositionBuffer(string key) => key == "position_ids" || key.EndsWith(".position_ids", StringComparison.Ordinal);
}
