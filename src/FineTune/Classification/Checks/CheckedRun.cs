using System.Collections;
using FineTune.Data;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What the checks look at: a run as it was prepared, and a model of its sizes without weights.</summary>
/// <param name="Preparation">The run.</param>
/// <param name="IsPlan">Whether it is only planned. The warnings that the Trainer gives itself are then given here.</param>
/// <param name="Resumes">Whether it goes on from a checkpoint.</param>
internal sealed record CheckedRun(RunPreparation Preparation, bool IsPlan = false, bool Resumes = false)
{
    public TrainingArguments Args { get; } = Preparation.Training.Resolve();

    /// <summary>Gets the model, with memory that nothing was written to.</summary>
    public PreTrainedModel Model { get; } = Make(Preparation);

    public long Parameters => Model.NumParameters();

    /// <summary>Gets how many of them are trained.</summary>
    public long TrainedParameters => Model.Parameters().Where(parameter => parameter.RequiresGrad).Sum(parameter => (long)parameter.Length);

    /// <summary>Gets whether what is written stays: not with <c>fast_dev_run</c> and <c>lr_find</c>.</summary>
    public bool Keeps => Preparation.Writes && !Args.FastDevRun && !Preparation.Run.LrFind;

    /// <summary>Gets the steps of training, or null when the run does not train.</summary>
    public TrainingPlan? Steps => Preparation.Splits.TryGetValue("train", out TaskSplit? train) ? StepsOf(Args, train.Rows.NumRows) : null;

    /// <exception cref="RunException">Not even its empty weights fit into the memory that the process may use.</exception>
    private static PreTrainedModel Make(RunPreparation preparation)
    {
        try
        {
            PreTrainedModel model = ModelRegistry.Of(preparation.Config).SequenceClassifier(preparation.Config);
            ParameterPattern.Freeze(model, preparation.Training.Freeze);
            return model;
        }
        catch (OutOfMemoryException)
        {
            throw new RunException($"There is not the memory for the model: its weights do not fit into the {ByteSize.Text(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)} that this process may use "
                + "(the computer's, or the limit of its container or of DOTNET_GCHeapHardLimit). Choose a smaller model, or raise the limit.");
        }
    }

    /// <summary>Gets what its checkpoints take on the disk beside those that it has already.</summary>
    public DiskNeed CheckpointsOf(TrainingPlan steps) =>
        DiskNeed.For(Args, steps, Parameters, TrainedParameters, Resumes ? CheckpointOrder.Saved(Args.OutputDir) : default);

    /// <summary>Plans training on a number of rows with the samplers that it has, whose counts ask neither for the order nor for the lengths of rows.</summary>
    internal static TrainingPlan StepsOf(TrainingArguments args, int rows)
    {
        AcceleratorConfig config = args.AcceleratorConfig;
        IBatchSampler? rebalanced = args.TrainSamplingStrategy == TrainSamplingStrategy.BatchRebalance
            ? Trainer.RebalancedBatches(args, new UnaskedLengths(rows), args.TrainBatchSize, args.WorldSize)
            : null;
        int batches = new RankShare(0, args.WorldSize, config.EvenBatches)
            .Of(rebalanced, new SequentialSampler(rows), config.RowsOfProcess(args.TrainBatchSize, args.WorldSize), args.DataloaderDropLast).Count;
        return TrainingPlan.For(args, batches, rows, args.TrainBatchSize, config.BatchesOfRound(args.WorldSize));
    }
    /// <summary>Stands for the lengths of rows where only their count is asked for: many rows would have many.</summary>
    private sealed class UnaskedLengths(int count) : IReadOnlyList<int>
    {
        public int Count => count;

        public int this[int index] => throw new NotSupportedException("Bug in FineTune: counting batches asks for the length of a row.");

        public IEnumerator<int> GetEnumerator() => throw new NotSupportedException("Bug in FineTune: counting batches asks for the lengths of rows.");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
