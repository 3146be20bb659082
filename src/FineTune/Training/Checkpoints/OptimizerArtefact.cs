namespace FineTune.Training;

/// <summary>The state of the optimizer.</summary>
internal static class OptimizerArtefact
{
    public const string FileName = "optimizer.pt";

    public static void Save(Optimizer optimizer, string path) => StateDictFile.Save(path, optimizer.StateDict());

    public static void Load(Optimizer optimizer, string path)
    {
        IReadOnlyDictionary<string, object?> state = StateDictFile.Load(path);
        optimizer.LoadStateDict(state);
        StateDictFile.Release(state);
    }
}
