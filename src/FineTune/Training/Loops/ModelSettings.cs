namespace FineTune.Training;

/// <summary>What the Trainer reads from and writes to a model of a known architecture; other models have none of it.</summary>
internal static class ModelSettings
{
    private const string UseCacheKey = "use_cache";

    /// <summary>Gets the batch key the model's size of work is taken from, or null.</summary>
    public static string? MainInputName(TrainableModel model) => (model as PreTrainedModel)?.MainInputName;

    /// <summary>Counts the weights outside embeddings; 0 when they are not told apart.</summary>
    public static long NumParametersWithoutEmbeddings(TrainableModel model) => (model as PreTrainedModel)?.NumParameters(excludeEmbeddings: true) ?? 0;

    /// <summary>Sets <c>use_cache</c> in the configuration.</summary>
    public static void SetUseCache(TrainableModel model, bool useCache)
    {
        if (model is PreTrainedModel known && known.Config.Contains(UseCacheKey))
        {
            known.Config = known.Config.With(new Dictionary<string, object?> { [UseCacheKey] = useCache });
        }
    }

    /// <summary>Makes the model compute activations again, if the arguments ask for it.</summary>
    public static void EnableCheckpointing(TrainableModel model, TrainingArguments args)
    {
        if (args.ActivationCheckpointing == true)
        {
            ((PreTrainedModel)model).ActivationCheckpointingEnable(args.ActivationCheckpointingKwargs);
        }
    }

    /// <summary>Makes the configuration's special tokens those of the tokenizer, as the reference does before training.</summary>
    public static void AlignSpecialTokens(TrainableModel model, PreTrainedTokenizer? tokenizer, TrainerLog log)
    {
        if (model is not PreTrainedModel known || tokenizer is null)
        {
            return;
        }

        Dictionary<string, object?> updated = [];
        Align(known.Config, "eos_token_id", tokenizer.EosTokenId, updated);
        Align(known.Config, "bos_token_id", tokenizer.BosTokenId, updated);
        Align(known.Config, "pad_token_id", tokenizer.PadTokenId, updated);
        if (updated.Count > 0)
        {
            known.Config = known.Config.With(updated);
            log.Warning(LogEvent.Settings, $"The configuration's special tokens are now the tokenizer's: {string.Join(", ", updated.Select(pair => $"{pair.Key} {pair.Value}"))}.");
        }
    }

    private static void Align(PretrainedConfig config, string key, int? id, Dictionary<string, object?> updated)
    {
        if (id is { } token && config.Contains(key) && config.Get<int?>(key) != token)
        {
            updated[key] = token;
        }
    }
}
