using System.Globalization;

namespace FineTune.Training;

/// <summary>What the checkpoints of a run take on the disk.</summary>
/// <param name="Checkpoints">How many there are at the same time, at most.</param>
/// <param name="BytesEach">The size of one.</param>
internal sealed record DiskNeed(long Checkpoints, long BytesEach)
{
    /// <summary>Gets the size of all that are there at the same time.</summary>
    public long Total => Checkpoints * BytesEach;

    /// <summary>Gets what is wrong with the room there is, or null.</summary>
    /// <param name="folder">Where they will be.</param>
    /// <param name="free">The free bytes there, or null when they are not known.</param>
    public DiskShortage? Shortage(string folder, long? free) =>
        free is null || Checkpoints == 0 || free >= Total ? null
        : free < BytesEach ? new DiskShortage(IsFatal: true, $"There is no room for a checkpoint in {folder}: it needs {ByteSize.Text(BytesEach)}, "
            + $"but only {ByteSize.Text(free.Value)} are free. Free some space, name another output_dir, or train without checkpoints (save_strategy no).")
        : new DiskShortage(IsFatal: false, $"The disk of {folder} may fill up: there will be {this}, but only {ByteSize.Text(free.Value)} are free. "
            + "Set save_total_limit to keep fewer, or save_only_model to keep less of each.");

    /// <inheritdoc/>
    public override string ToString() => Checkpoints == 1
        ? $"one checkpoint of {ByteSize.Text(BytesEach)}"
        : string.Create(CultureInfo.InvariantCulture, $"up to {Checkpoints:N0} checkpoints of {ByteSize.Text(BytesEach)} at the same time, {ByteSize.Text(Total)} in all");

    /// <summary>Works it out before the first step.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="plan">The steps.</param>
    /// <param name="parameters">How many weights the model has.</param>
    /// <param name="trainable">How many of them are trained, and have a state in the optimizer.</param>
    /// <param name="saved">The checkpoints that the run has already, and the step it goes on from. Default none.</param>
    public static DiskNeed For(TrainingArguments args, TrainingPlan plan, long parameters, long trainable, (int Count, int Step) saved = default)
    {
        long state = args.SaveOnlyModel ? 0 : (long)(trainable * (StatePerWeight(args.Optim, args.OptimArgs) + (args.EmaDecay is null ? 0 : 1)));
        return new DiskNeed(Further(args, plan, saved), ((parameters + state) * sizeof(float)) + DiskSpace.Margin);
    }

    /// <summary>How many are added to those that lie there: of a limited number at least the one that is complete before the oldest goes.</summary>
    private static long Further(TrainingArguments args, TrainingPlan plan, (int Count, int Step) saved)
    {
        long saves = Saves(args, plan);
        long left = plan.MaxSteps > 0 ? (long)Math.Ceiling((double)saves * Math.Max(0, plan.MaxSteps - saved.Step) / plan.MaxSteps) : saves;
        return left == 0 ? 0 : Math.Clamp(Kept(args, saves) - saved.Count, 1, left);
    }

    /// <summary>How many checkpoints are saved over the run, at most.</summary>
    private static long Saves(TrainingArguments args, TrainingPlan plan) => args.SaveStrategy.Word switch
    {
        SaveStrategyWord.No => 0,
        SaveStrategyWord.Steps => StepInterval.Count(args.SaveSteps, plan.MaxSteps),
        SaveStrategyWord.Epoch => plan.NumTrainEpochs,
        _ => StepInterval.Evaluations(args, plan),
    };

    /// <summary>A new one is complete before the oldest goes; the best and the newest stay whatever the limit.</summary>
    private static long Kept(TrainingArguments args, long saves)
    {
        int stay = args.MetricForBestModel is null ? 1 : 2;
        return args.SaveTotalLimit is > 0 and { } limit ? Math.Min(saves, Math.Max(limit, stay) + 1) : saves;
    }

    /// <summary>How many numbers an optimizer remembers of each weight.</summary>
    public static double StatePerWeight(OptimizerNames optimizer, string? settings)
    {
        bool Has(string name) => settings?.Contains(name, StringComparison.OrdinalIgnoreCase) == true;
        return optimizer switch
        {
            OptimizerNames.Sgd => Has("momentum") ? 1 : 0,
            OptimizerNames.Adafactor => 0.05,
            OptimizerNames.Adagrad or OptimizerNames.Lion or OptimizerNames.PagedLion or OptimizerNames.ScheduleFreeSgd => 1,
            OptimizerNames.Rmsprop => 1 + (Has("momentum") ? 1 : 0) + (Has("centered") ? 1 : 0),
            OptimizerNames.Ademamix => 3,
            _ => 2,
        };
    }
}
