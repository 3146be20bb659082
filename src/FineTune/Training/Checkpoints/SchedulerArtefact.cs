namespace FineTune.Training;

/// <summary>Where the course of the learning rate stands.</summary>
internal static class SchedulerArtefact
{
    public const string FileName = "scheduler.pt";

    public static void Save(LrScheduler scheduler, string path) => StateDictFile.Save(path, scheduler.StateDict());

    public static void Load(LrScheduler scheduler, string path)
    {
        IReadOnlyDictionary<string, object?> state = StateDictFile.Load(path);
        scheduler.LoadStateDict(state);
        StateDictFile.Release(state);
    }
}
