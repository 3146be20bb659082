using FineTune.IO;

namespace FineTune.Training;

/// <summary>
/// The weights that are trained, where the model of a checkpoint is their average (<c>ema_decay</c>). They are those that a resumed run goes
/// on from.
/// </summary>
internal static class TrainedWeightsArtefact
{
    public const string FileName = "finetune_trained_weights.safetensors";

    /// <summary>Takes what is to be written.</summary>
    /// <param name="average">The average, which knows the weights.</param>
    /// <param name="take">Gets what is written for a weight: itself, or a copy.</param>
    /// <returns>Writes it, given the path.</returns>
    public static Action<string> Take(EmaWeights average, Func<Tensor, Tensor> take)
    {
        SafetensorsTensor[] tensors = [.. average.Trained().Select(weight => new SafetensorsTensor(weight.Name, take(weight.Trained)))];
        return path => SafetensorsFile.Save(path, tensors);
    }

    /// <summary>Copies the weights into a model.</summary>
    /// <returns>Whether the checkpoint has them.</returns>
    /// <exception cref="CheckpointException">They are not those of the model.</exception>
    public static bool Load(TrainableModel model, string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return false;
        }

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Dictionary<string, Parameter> own = model.NamedParameters().ToDictionary(pair => pair.Name, pair => pair.Parameter, StringComparer.Ordinal);
        if (file.Names.FirstOrDefault(name => !own.TryGetValue(name, out Parameter? parameter) || file.ShapeOf(name) != parameter.Shape) is { } foreign)
        {
            throw new CheckpointException($"{path} holds {foreign} in the shape {file.ShapeOf(foreign)}, which the model does not have. Resume with the model the run began with.");
        }

        foreach (string name in file.Names)
        {
            file.Read(name, own[name].Span);
        }

        return true;
    }
}
