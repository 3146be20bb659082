using FineTune.IO;
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

    /// <summary>Compares a folder's weights with a model by their headers, without reading any number.</summary>
    /// <exception cref="Exception">As loading would throw for the same reason.</exception>
    public static LoadReport Compare(PreTrainedModel model, ModelFolder folder, FromPretrainedOptions options)
    {
        ITensorSource weights = CheckpointFiles.Open(folder, model.Config.WeightsFile);
        using (weights as IDisposable)
        {
            return Match(model, weights, folder.NameOrPath, options, CheckKind).Report;
        }
    }

    private static LoadReport Load(PreTrainedModel model, ITensorSource weights, string source, FromPretrainedOptions options)
    {
        (LoadReport report, HashSet<Parameter> loaded) = Match(model, weights, source, options, (from, key, parameter) => from.Read(key, parameter.Span));
        if (options.OnLoadReport is null)
        {
            LoadReportOutput.Show(report, options);
        }

        WeightInitializer.Missing(model, options.Generator ?? new Generator(options.Seed), loaded);
        return report;
    }

    /// <summary>Sees that a tensor holds floats, which nothing else than reading it would tell.</summary>
    private static void CheckKind(ITensorSource weights, string key, Parameter parameter)
    {
        if (weights is SafetensorsFolder folder && folder.EntryOf(key) is { } entry && !DTypes.IsFloat(entry.DType))
        {
            Throw.WeightsAreNoFloats(folder.Files.First(), key, DTypes.NameOf(entry.DType));
        }
    }

    /// <summary>Finds the model's parameter for every weight, and hands over those that fit.</summary>
    private static (LoadReport Report, HashSet<Parameter> Loaded) Match(
        PreTrainedModel model, ITensorSource weights, string source, FromPretrainedOptions options, Action<ITensorSource, string, Parameter> take)
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
                take(weights, key, parameter);
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
        Check(report, loaded.Count, options, model.Config);
        return (report, loaded);
    }

    private static void Check(LoadReport report, int loaded, FromPretrainedOptions options, PretrainedConfig config)
    {
        if (!report.IsComplete)
        {
            options.OnLoadReport?.Invoke(report);
        }

        if (report.MismatchedKeys.Count > 0 && !options.IgnoreMismatchedSizes)
        {
            Throw.SizesDiffer(report, config.LabelOddity ?? config.NumberingProblem);
        }

        if (loaded == 0 && report.MismatchedKeys.Count == 0)
        {
            Throw.NothingFits(report);
        }
    }

    /// <summary>The numbers 0, 1, 2, ... that old checkpoints carry along; every model counts by itself.</summary>
    private static bool IsPositionBuffer(string key) => key == "position_ids" || key.EndsWith(".position_ids", StringComparison.Ordinal);
}
