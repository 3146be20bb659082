using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Everything that is known of a run before it costs time.</summary>
internal sealed class RunPlan
{
    private RunPlan(RunPreparation preparation) => Preparation = preparation;

    public RunPreparation Preparation { get; }

    public required IReadOnlyList<SplitReport> Splits { get; init; }

    /// <summary>Gets the arithmetic of training, or null when the run does not train.</summary>
    public TrainingPlan? Steps { get; private init; }

    /// <summary>Gets what training will report as <c>total_flos</c>, or null when it cannot be known.</summary>
    public PlannedFlops? Flops { get; private init; }

    public long NumParameters { get; private init; }

    public long NumParametersOutsideEmbeddings { get; private init; }

    /// <summary>Gets about how long the run will take, or null where that was not measured.</summary>
    public TimeEstimate? Time { get; private init; }

    /// <summary>Gets what the run will need at its peak, in bytes: weights, gradients, moments, and the activations of a batch.</summary>
    public long Memory { get; private init; }

    /// <summary>Gets what the run will write, in bytes.</summary>
    public long Disk { get; private init; }

    /// <summary>Gets how many checkpoints there will be at the same time and how large they are, or null when the run does not train.</summary>
    public DiskNeed? Checkpoints { get; private init; }

    /// <summary>Gets what is wrong but does not keep the run from being made.</summary>
    public IReadOnlyList<string> Warnings { get; private init; } = [];

    /// <summary>Gets what the rows of each label count in the loss; empty when all count alike.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> ClassWeights { get; private init; } = [];

    /// <summary>Gets the arguments that are set but have no effect, each with the reason.</summary>
    public IReadOnlyList<string> WithoutEffect { get; private init; } = [];

    /// <exception cref="RunException">The run would not come to its end.</exception>
    public static RunPlan Of(RunPreparation preparation, bool measures = false, CancellationToken cancellationToken = default)
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
        int longest = padTo ?? splits.Max(split => split.Lengths.Max());
        return new RunPlan(preparation)
        {
            Splits = splits,
            Steps = steps,
            Flops = steps is null ? null : PlannedFlops.Of(args, steps, train!.Lengths, padTo, outside),
            NumParameters = all,
            NumParametersOutsideEmbeddings = outside,
            Time = measures ? TimeEstimate.Measure(run, cancellationToken) : null,
            Memory = MemoryCheck.Estimate(run, longest),
            Checkpoints = need,
            Disk = need is null ? 0 : RoomCheck.Total(run, need),
            Warnings = [.. preparation.Warnings, .. warnings, .. MemoryCheck.Warnings(run, longest)],
            ClassWeights = WeightsOf(args, preparation.Labels, train),
            WithoutEffect = RunWithoutEffect.Of(preparation),
        };
    }

    public JsonObject ToJson() => RunPlanText.ToJson(this);

    public string ToText() => RunPlanText.ToText(this);

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
