using FineTune.IO;

namespace FineTune;

/// <summary>Finds a folder's weights.</summary>
internal static class CheckpointFiles
{
    private static readonly string[] Suffixes = [".safetensors.index.json", ".safetensors"];

    /// <summary>Opens the weights of a folder: safetensors if there are any, in one file or several, else torch's own format.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weightsFile">The safetensors file, or index of several, to read instead, or null.</param>
    /// <exception cref="FileNotFoundException">The folder has none; the message says what it has.</exception>
    public static ITensorSource Open(ModelFolder folder, string? weightsFile)
    {
        try
        {
            return Find(folder, weightsFile);
        }
        catch (SafetensorsException error) when (Throw.HubAdvice(error.Disguise) is { Length: > 0 } advice)
        {
            throw new SafetensorsException(error.Message + advice, error);
        }
        catch (TorchFileException error) when (Throw.HubAdvice(error.Disguise) is { Length: > 0 } advice)
        {
            throw new TorchFileException(error.Message + advice, error);
        }
    }

    /// <summary>Gets the name that a configuration has for the weights, if it is that of a file beside it.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static string Checked(ModelFolder folder, string weightsFile) =>
        Path.GetFileName(weightsFile) == weightsFile && Suffixes.Any(weightsFile.EndsWith) ? weightsFile : Throw.BadWeightsFile(folder, weightsFile);

    private static ITensorSource Find(ModelFolder folder, string? weightsFile)
    {
        string name = weightsFile is null ? "model" : WithoutSuffix(Checked(folder, weightsFile));
        if (SafetensorsFolder.Exists(folder.Path, name))
        {
            return SafetensorsFolder.Open(folder.Path, name);
        }

        return weightsFile is null && TorchWeights.Exists(folder.Path) ? TorchWeights.Open(folder.Path) : Throw.NoWeights(folder, weightsFile);
    }

    private static string WithoutSuffix(string weightsFile) => weightsFile[..^Suffixes.First(weightsFile.EndsWith).Length];
}
