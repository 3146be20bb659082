using FineTune.Terminal;

namespace FineTune.Classification;

/// <summary>How a run reaches the Hub. As in the reference's scripts the revision holds for model, configuration and tokenizer alike.</summary>
internal static class RunHub
{
    public static FromPretrainedOptions OptionsOf(RunArguments run) => new()
    {
        Revision = run.ModelRevision,
        CacheDir = run.CacheDir,
        Token = run.Token,
        Progress = new TransferProgressBar(),
        Logger = WarningLogger.To(),
    };
}
