namespace FineTune.Classification;

/// <summary>
/// Whether the weights are there, whole, and of the configuration's shapes, as far as their headers tell. Those of the Hub are looked at where the cache
/// has them; else a run looks at them right after it fetched them, before its first step.
/// </summary>
internal static class WeightsCheck
{
    public static IEnumerable<Finding> Of(CheckedRun run)
    {
        List<string> problems = [];
        RunArguments arguments = run.Preparation.Run;
        ModelFolder? folder = RunChecks.Try(problems, () => ModelFolder.FindLocal(arguments.ModelNameOrPath!) ?? Cached(run));
        if (folder is not null)
        {
            _ = RunChecks.Try(problems, () => ModelLoader.Compare(run.Model, folder, new() { IgnoreMismatchedSizes = arguments.IgnoreMismatchedSizes }));
        }

        // A plan can be made of a configuration alone.
        return problems.Select(problem => new Finding(!run.IsPlan || HasWeights(folder?.Path ?? arguments.ModelNameOrPath!), problem));
    }

    /// <summary>Gets the cache's folder of a model of the Hub, or null where it has not all of its weights.</summary>
    private static ModelFolder? Cached(CheckedRun run)
    {
        try
        {
            return PretrainedFiles.Model(run.Preparation.Run.ModelNameOrPath!, RunHub.OptionsOf(run.Preparation.Run) with { Config = run.Preparation.Config, LocalFilesOnly = true });
        }
        catch (HubException)
        {
            return null;
        }
    }

    private static bool HasWeights(string folder) =>
        Directory.EnumerateFiles(folder).Any(path => Path.GetExtension(path) is ".safetensors" or ".bin" or ".pt" or ".h5" or ".msgpack" or ".ckpt" or ".pth" || path.EndsWith(".index.json", StringComparison.Ordinal));
}
