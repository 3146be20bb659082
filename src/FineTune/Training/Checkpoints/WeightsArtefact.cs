using FineTune.IO;

namespace FineTune.Training;

/// <summary>The model: its weights, and for one of a known architecture its configuration.</summary>
internal static class WeightsArtefact
{
    public const string FileName = "model.safetensors";

    /// <summary>Takes what is to be written.</summary>
    /// <param name="model">The model.</param>
    /// <param name="take">Gets what is written for a weight: itself, or a copy.</param>
    /// <returns>Writes it into a folder.</returns>
    public static Action<string> Take(TrainableModel model, Func<Tensor, Tensor> take)
    {
        if (model is PreTrainedModel known)
        {
            return known.PrepareToSave(take);
        }

        SafetensorsTensor[] tensors = [.. model.NamedParameters().Select(pair => new SafetensorsTensor(pair.Name, take(pair.Parameter), model.Dtype))];
        return folder => _ = SafetensorsFolder.Save(folder, tensors, tensors.Sum(tensor => (long)tensor.Value.Length));
    }

    /// <summary>Gets what keeps the weights from being those of a model, or null.</summary>
    public static string? Check(TrainableModel model, string folder)
    {
        if (!SafetensorsFolder.Exists(folder) && !TorchWeights.Exists(folder))
        {
            return $"{FileName} is missing";
        }

        ITensorSource weights = Open(folder);
        using (weights as IDisposable)
        {
            Dictionary<string, string> stored = StoredNames(model, weights);
            string? missing = null;
            foreach ((string name, Parameter parameter) in model.NamedParameters())
            {
                if (!stored.TryGetValue(name, out string? key))
                {
                    missing ??= name;
                }
                else if (weights.ShapeOf(key) != parameter.Shape)
                {
                    return $"{FileName}: {name} has the shape {weights.ShapeOf(key)} in it, but {parameter.Shape} in the model";
                }
            }

            return missing is null ? null : $"{FileName} lacks {missing}, which the model has";
        }
    }

    /// <summary>Copies the weights into a model; what is missing or left over is a warning.</summary>
    public static void Load(TrainableModel model, string folder, TrainerLog log)
    {
        ITensorSource weights = Open(folder);
        using (weights as IDisposable)
        {
            Dictionary<string, string> stored = StoredNames(model, weights);
            List<string> missing = [];
            foreach ((string name, Parameter parameter) in model.NamedParameters())
            {
                if (stored.Remove(name, out string? key))
                {
                    weights.Read(key, parameter.Span);
                }
                else
                {
                    missing.Add(name);
                }
            }

            if (missing.Count > 0)
            {
                log.Warning(LogEvent.Checkpoint, $"The checkpoint {folder} lacks weights of the model, which stay as they are: {string.Join(", ", missing)}.");
            }

            if (stored.Count > 0)
            {
                log.Warning(LogEvent.Checkpoint, $"The checkpoint {folder} holds weights that the model does not have: {string.Join(", ", stored.Keys.Order(StringComparer.Ordinal))}.");
            }
        }
    }

    private static ITensorSource Open(string folder) => SafetensorsFolder.Exists(folder) ? SafetensorsFolder.Open(folder) : TorchWeights.Open(folder);

    /// <summary>The names in the file by the names in the model, which differ for norms of 2018.</summary>
    private static Dictionary<string, string> StoredNames(TrainableModel model, ITensorSource weights)
    {
        HashSet<string> own = [.. model.NamedParameters().Select(pair => pair.Name)];
        WeightNames? names = model is PreTrainedModel known ? new WeightNames(known.BaseModelPrefix, own) : null;
        return weights.Names.ToDictionary(key => names?.Map(key) ?? key, StringComparer.Ordinal);
    }
}
