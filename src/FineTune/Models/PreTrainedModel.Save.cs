using FineTune.IO;

namespace FineTune;

/// <content>Saving.</content>
public abstract partial class PreTrainedModel
{
    /// <summary>Gets or sets whether norms are saved as gamma and beta, because the checkpoint the model came from had them so.</summary>
    internal bool SavesLegacyNames { get; set; }

    /// <summary>
    /// Writes <c>config.json</c> and <c>model.safetensors</c> as the reference does, so that either can load them; all weights are float32, unless
    /// an evaluation with bf16_full_eval or fp16_full_eval cast them.
    /// </summary>
    /// <remarks>
    /// A model that was loaded from a checkpoint whose norms are called gamma and beta is saved with these names, as in the reference. Weights
    /// of an earlier save that are not part of this one are deleted.
    /// </remarks>
    /// <param name="saveDirectory">The folder; it is made if it does not exist.</param>
    /// <param name="maxShardSize">The size in bytes above which weights go into several files with an index. Default 50 GB.</param>
    /// <exception cref="IOException">The path is a file, or cannot be written.</exception>
    public void SavePretrained(string saveDirectory, long maxShardSize = SafetensorsFolder.DefaultMaxShardSize)
    {
        ArgumentException.ThrowIfNullOrEmpty(saveDirectory);
        if (File.Exists(saveDirectory))
        {
            Throw.SaveDirectoryIsFile(saveDirectory);
        }

        PrepareToSave(weight => weight, maxShardSize)(saveDirectory);
    }

    /// <summary>Takes what a save writes, so that it can be written later, by another thread.</summary>
    /// <param name="take">Gets what is written for a weight: itself, or a copy.</param>
    /// <param name="maxShardSize">The size in bytes above which weights go into several files with an index.</param>
    /// <returns>Writes it into a folder.</returns>
    internal Action<string> PrepareToSave(Func<Tensor, Tensor> take, long maxShardSize = SafetensorsFolder.DefaultMaxShardSize)
    {
        Config = Config with { Architectures = [GetType().Name], Dtype = DTypes.TorchName(Dtype) };
        PretrainedConfig config = Config;
        long count = NumParameters();
        SafetensorsDType dtype = Dtype;
        SafetensorsTensor[] tensors =
            [.. NamedParameters().Select(pair => new SafetensorsTensor(SavesLegacyNames ? WeightNames.ToLegacy(pair.Name) : pair.Name, take(pair.Parameter), dtype))];
        return folder =>
        {
            config.SavePretrained(folder);
            _ = SafetensorsFolder.Save(folder, tensors, count, maxShardSize);
        };
    }
}
