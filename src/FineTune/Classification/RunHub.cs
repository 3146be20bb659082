using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Classification;

/// <summary>How a run reaches the Hub. As in the reference's scripts the revision holds for model, configuration and tokenizer alike.</summary>
internal static class RunHub
{
    public static FromPretrainedOptions OptionsOf(RunArguments run) => new()
    {
        Revision = run.ModelRevision,
        CacheDir = run.CacheDir,
        Token = run.Token,
        Progress = ProgressOf(run),
        Logger = LoggerOf(run),
    };

    /// <summary>Gets who is shown how transfers go on.</summary>
    public static IProgress<TransferProgress>? ProgressOf(RunArguments run) => run.Logger is null ? new TransferProgressBar() : null;

    /// <summary>Gets who is told what goes wrong with them.</summary>
    public static ILogger LoggerOf(RunArguments run) => run.Logger ?? WarningLogger.To();
}
