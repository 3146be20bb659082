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

        return problems.Select(Finding.Problem);
    }
}
