using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What the checks look at: a run as it was prepared, and a model of its sizes without weights.</summary>
/// <param name="Preparation">The run.</param>
/// <param name="IsPlan">Whether it is only planned. The warnings that the Trainer gives itself are then given here.</param>
/// <param name="Resumes">Whether it goes on from a checkpoint, which then lies on the disk already.</param>
internal sealed record CheckedRun(RunPreparation Preparation, bool IsPlan = false, bool Resumes = false)
{
    public TrainingArguments Args { get; } = Preparation.Training.Resolve();

    /// <summary>Gets the model, with memory that nothing was written to.</summary>
    public PreTrainedModel Model { get; } = ModelRegistry.Of(Preparation.Config).SequenceClassifier(Preparation.Config);

    public long Parameters => Model.NumParameters();

    /// <summary>Gets whether what is written stays: not with <c>fast_dev_run</c> and <c>lr_find</c>.</summary>
    public bool Keeps => Preparation.Writes && !Args.FastDevRun && !Preparation.Run.LrFind;

    /// <summary>Gets the steps of training, or null when the run does not train.</summary>
    public TrainingPlan? Steps => Preparation.Splits.TryGetValue("train", out TaskSplit? train) ? StepsOf(Args, train.Rows.NumRows) : null;

    private static TrainingPlan StepsOf(TrainingArguments args, int rows)
    {
        int batches = args.DataloaderDropLast ? rows / args.TrainBatchSize : (rows + args.TrainBatchSize - 1) / args.TrainBatchSize;
        return TrainingPlan.For(args, batches, rows, args.TrainBatchSize);
    }
}
