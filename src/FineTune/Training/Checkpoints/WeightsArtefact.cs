using FineTune.IO;

namespace FineTune.Training;

/// <summary>The model: its weights, and for one of a known architecture its configuration.</summary>
internal static class WeightsArtefact
{
    public const string FileName = "model.safetensors";

    public static void Save(TrainableModel model, string folder)
    {
        if (model is PreTrainedModel pretrained)
        {
            pretrained.SavePretrained(folder);
            return;
        }

        IEnumerable<SafetensorsTensor> tensors = model.NamedParameters().Select(pair => new SafetensorsTensor(pair.Name, pair.Parameter));
        _ = SafetensorsFolder.Save(folder, tensors, model.Parameters().Sum(parameter => (long)parameter.Length));
    }

    public static bool Exists(string folder) => SafetensorsFolder.Exists(folder);

    /// <summary>Gets what keeps the weights from being those of a model, or null.</summary>
    public static string? Check(TrainableModel model, string folder)
    {
        if (!Exists(folder))
        {
            return $"{FileName} is missing";
        }

        using SafetensorsFolder weights = SafetensorsFolder.Open(folder);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            if (weights.Contains(name) && weights.ShapeOf(name) != parameter.Shape)
            {
                return $"{name} has the shape {weights.ShapeOf(name)} in it, but {parameter.Shape} in the model";
            }
        }

        return null;
    }

    /// <summary>Copies the weights into a model; what is missing or left over is a warning.</summary>
    public static void Load(TrainableModel model, string folder, TrainerLog log)
    {
        using SafetensorsFolder weights = SafetensorsFolder.Open(folder);
        List<string> missing = [];
        HashSet<string> unexpected = [.. weights.Names];
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            if (unexpected.Remove(name))
            {
                weights.Read(name, parameter.Span);
            }
            else
            {
                missing.Add(name);
            }
        }

        if (missing.Count > 0)
        {
            log.Warning($"The checkpoint {folder} lacks weights of the model, which stay as they are: {string.Join(", ", missing)}.");
        }

        if (unexpected.Count > 0)
        {
            log.Warning($"The checkpoint {folder} holds weights that the model does not have: {string.Join(", ", unexpected.Order(StringComparer.Ordinal))}.");
        }
    }
}
