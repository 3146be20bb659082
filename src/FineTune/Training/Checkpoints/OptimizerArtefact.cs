namespace FineTune.Training;

/// <summary>The state of the optimizer.</summary>
internal static class OptimizerArtefact
{
    public const string FileName = "optimizer.pt";

    public static Action<string> Take(Optimizer optimizer, Func<Tensor, Tensor> take) => StateDictFile.Take(optimizer.StateDict(), take);

    public static void Load(Optimizer optimizer, string path)
    {
        IReadOnlyDictionary<string, object?> state = StateDictFile.Load(path);
        optimizer.LoadStateDict(state);
        StateDictFile.Release(state);
    }
}
