using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Training;

namespace FineTune;

/// <summary>Everything that is known of a run before it costs time: what <c>finetune plan</c> prints.</summary>
public sealed class RunPlan
{
    private RunPlan(RunPreparation preparation, IReadOnlyList<SplitReport> splits) => (Preparation, Splits) = (preparation, splits);

    internal RunPreparation Preparation { get; }

    internal IReadOnlyList<SplitReport> Splits { get; }

    /// <summary>Gets the number of optimizer steps; 0 when the run does not train.</summary>
    public int MaxSteps => Steps?.MaxSteps ?? 0;

    /// <summary>Gets the arithmetic of training, or null when the run does not train.</summary>
    internal TrainingPlan? Steps { get; private init; }

    /// <summary>Gets what training will report as <c>total_flos</c>, or null when it cannot be known.</summary>
    internal PlannedFlops? Flops { get; private init; }

    /// <summary>Gets the number of the model's parameters.</summary>
    public long NumParameters { get; private init; }

    internal long NumParametersOutsideEmbeddings { get; private init; }

    /// <summary>Gets about how long the run will take, or null where that was not measured.</summary>
    internal TimeEstimate? Time { get; private init; }

    /// <summary>
    /// Gets about what the run will need at its peak, in bytes: weights, gradients, moments, the activations of a batch, the rows, the scores of an
    /// evaluation, what is copied while a checkpoint is written, and the program itself.
    /// </summary>
    public long Memory => MemoryParts.Total;

    internal MemoryEstimate MemoryParts { get; private init; } = null!;

    /// <summary>Gets what the run will write, in bytes.</summary>
    public long Disk { get; private init; }

    /// <summary>Gets how many checkpoints there will be at the same time and how large they are, or null when the run does not train.</summary>
    internal DiskNeed? Checkpoints { get; private init; }

    /// <summary>Gets what is wrong but does not keep the run from being made.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Gets what the rows of each label count in the loss; empty when all count alike.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> ClassWeights { get; private init; } = [];

    /// <summary>Gets the arguments that are set but have no effect, each with the reason.</summary>
    public IReadOnlyList<string> WithoutEffect { get; private init; } = [];

    /// <summary>Looks at a run: reads its files, the model's configuration and the headers of its weights, and writes nothing.</summary>
    /// <param name="run">The model and the files.</param>
    /// <param name="args">How it is to be trained. <see cref="TrainingArguments.DoTrain"/> says whether it is.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="RunException">The run would not come to its end; it lists every problem.</exception>
    /// <example><code>
    /// RunPlan plan = RunPlan.Of(
    ///     new RunArguments { ModelNameOrPath = "./bert-tiny", TrainFile = "train.csv" },
    ///     new TrainingArguments { OutputDir = "out", DoTrain = true });
    /// Console.WriteLine(plan);
    /// </code></example>
    public static RunPlan Of(RunArguments run, TrainingArguments args, CancellationToken cancellationToken = default) =>
        Of(RunPreparation.Of(RunConfiguration.Of(run, args), cancellationToken), cancellationToken: cancellationToken);

    /// <exception cref="RunException">The run would not come to its end.</exception>
    internal static RunPlan Of(RunPreparation preparation, bool measures = false, CancellationToken cancellationToken = default)
    {
        CheckedRun run = new(preparation, IsPlan: true);
        IReadOnlyList<string> warnings = RunChecks.Of(run, () => preparation.CheckTokens(cancellationToken));
        SplitReport[] splits = [.. preparation.Splits.Values.Select(split => SplitReport.Of(preparation, split, cancellationToken))];
        TrainingArguments args = run.Args;
        long all = run.Parameters;
        long outside = run.Model.NumParameters(excludeEmbeddings: true);
        SplitReport? train = splits.FirstOrDefault(split => split.Name == "train");
        TrainingPlan? steps = run.Steps;
        DiskNeed? need = steps is null ? null : run.CheckpointsOf(steps);
        int? padTo = preparation.Run.PadToMaxLength ? preparation.MaxLength : null;
        MemoryEstimate memory = MemoryEstimate.Of(run);
        return new RunPlan(preparation, splits)
        {
            Steps = steps,
            Flops = steps is null || !ProcessGroup.Current.IsMain ? null : PlannedFlops.Of(args, steps, train!.Lengths, padTo, outside, args.WorldSize, cancellationToken),
            NumParameters = all,
            NumParametersOutsideEmbeddings = outside,
            Time = measures ? TimeEstimate.Measure(run, memory, cancellationToken) : null,
            MemoryParts = memory,
            Checkpoints = need,
            Disk = need is null ? 0 : RoomCheck.Total(run, need),
            Warnings = [.. preparation.Warnings, .. warnings, .. MemoryCheck.Warnings(run, memory)],
            ClassWeights = WeightsOf(args, preparation.Labels, train),
            WithoutEffect = RunWithoutEffect.Of(preparation),
        };
    }

    /// <summary>Gets the plan as JSON.</summary>
    public JsonObject ToJson() => RunPlanText.ToJson(this);

    /// <summary>Gets the plan as text of several lines.</summary>
    public override string ToString() => RunPlanText.ToText(this);

    private static KeyValuePair<string, double>[] WeightsOf(TrainingArguments args, LabelSet labels, SplitReport? train)
    {
        if (args.ClassWeights is not { } asked || train is null || train.LabelCounts.Count == 0)
        {
            return [];
        }

        long[] counts = [.. train.LabelCounts.Select(pair => (long)pair.Value)];
        IEnumerable<double> weights = asked switch
        {
            { Weights: { } list } => list,
            { ByName: { } byName } => labels.Names.Select(name => byName.GetValueOrDefault(name, 1)),
            _ when labels.Problem == ProblemType.MultiLabelClassification => FineTune.ClassWeights.BalanceSeveral(train.Rows, counts),
            _ => FineTune.ClassWeights.Balance(counts),
        };
        return [.. labels.Names.Zip(weights, KeyValuePair.Create)];
    }
}
