using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>resume</c>: go on from the newest complete checkpoint of a run.</summary>
internal sealed class ResumeCommand : ICommand
{
    public string Name => "resume";

    public string Summary => "go on from the newest complete checkpoint of a run";

    public CommandGroup Group => CommandGroup.Training;

    public FlagValues? Place => new(ValueKind.Folders, []);

    public bool LivesByOutput => false;

    public string Usage => "resume RUN_DIR [flags]";

    public IReadOnlyList<string> Examples =>
    [
        "finetune resume out",
        "finetune resume out --num_train_epochs 5 --allow_changed_arguments",
        "finetune resume out --resume_from_checkpoint out/checkpoint-500",
    ];

    public IReadOnlyList<string> FirstFlags { get; } =
    [
        "allow_changed_arguments", "log_format", "json", "max_steps", "num_train_epochs", "max_time", "save_steps", "save_total_limit", "do_eval", "do_predict",
        "test_file", "push_to_hub", "threads",
    ];

    public IEnumerable<Argument> Flags => [VerbOptions.AllowChangedArgumentsFlag, VerbOptions.LogFormatFlag, VerbOptions.JsonFlag, .. RunConfiguration.Arguments];

    public int Run(IReadOnlyList<string> words, CommandContext context)
    {
        FlagReader flags = new(Flags, words);
        if (flags.Words.Count != 1)
        {
            throw new RunException(["resume needs the folder of one run: finetune resume RUN_DIR [flags].", .. flags.Problems]);
        }

        VerbOptions options = VerbOptions.From(flags);
        RunLock.RefuseIfHeld(flags.Words[0]);
        StoredRun stored = StoredRun.Read(flags.Words[0]);
        ArgumentChanges changes = stored.Change(flags);
        if (ProcessGroup.Current.IsMain)
        {
            changes.Write(context.Errors);
        }

        if (changes.NeedPermission && !options.AllowChangedArguments)
        {
            throw new RunException("The changes above alter what the run computes. Pass --allow_changed_arguments to accept them, or leave the flags out.");
        }

        ResumeFrom from = StoredRun.NamedCheckpoint(flags) is { } checkpoint ? ResumeFrom.Path(checkpoint) : ResumeFrom.LastCheckpoint;
        ClassificationRun run = new(RunPreparation.Of(changes.Configuration, context.CancellationToken), RunOutput.Of(options, context));
        return RunOutput.Finish(run, run.Execute(from, context.CancellationToken), options, context);
    }
}
