namespace FineTune.Training;

/// <summary>Where the course of the learning rate stands.</summary>
internal static class SchedulerArtefact
{
    public const string FileName = "scheduler.pt";

    public static Action<string> Take(LrScheduler scheduler, Func<Tensor, Tensor> take) => StateDictFile.Take(scheduler.StateDict(), take);

    public static void Load(LrScheduler scheduler, string path)
    {
        IReadOnlyDictionary<string, object?> state = StateDictFile.Load(path);
        scheduler.LoadStateDict(state);
        StateDictFile.Release(state);
    }
}
