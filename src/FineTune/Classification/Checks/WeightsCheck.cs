namespace FineTune.Classification;

/// <summary>Whether the weights are there, whole, and of the configuration's shapes, as far as their headers tell. Those of the Hub are fetched later.</summary>
internal static class WeightsCheck
{
    public static IEnumerable<Finding> Of(CheckedRun run)
    {
        List<string> problems = [];
        RunArguments arguments = run.Preparation.Run;
        if (RunChecks.Try(problems, () => ModelFolder.FindLocal(arguments.ModelNameOrPath!)) is { } folder)
        {
            _ = RunChecks.Try(problems, () => ModelLoader.Compare(run.Model, folder, new() { IgnoreMismatchedSizes = arguments.IgnoreMismatchedSizes }));
        }

        // A plan can be made of a configuration alone.
        return problems.Select(problem => new Finding(!run.IsPlan || HasWeights(arguments.ModelNameOrPath!), problem));
    }

    private static bool HasWeights(string folder) =>
        Directory.EnumerateFiles(folder).Any(path => Path.GetExtension(path) is ".safetensors" or ".bin" or ".pt" or ".h5" or ".msgpack" or ".ckpt" or ".pth" || path.EndsWith(".index.json", StringComparison.Ordinal));
}
