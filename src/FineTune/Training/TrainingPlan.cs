namespace FineTune.Training;

/// <summary>The arithmetic of a run, done before it begins: how many batches make a step, how many steps an epoch and the whole.</summary>
internal sealed record TrainingPlan
{
    /// <summary>Gets how many batches an epoch has; for data of unknown length, as many as the whole run.</summary>
    public required long StepsInEpoch { get; init; }

    /// <summary>Gets how many optimizer steps an epoch has.</summary>
    public required int UpdateStepsPerEpoch { get; init; }

    /// <summary>Gets how many optimizer steps the run has.</summary>
    public required int MaxSteps { get; init; }

    /// <summary>Gets how many epochs are begun; the last may not be finished.</summary>
    public required long NumTrainEpochs { get; init; }

    /// <summary>Gets the number of examples in the data.</summary>
    public required long NumExamples { get; init; }

    /// <summary>Gets how many examples the run sees, from which its speed is worked out.</summary>
    public required double NumTrainSamples { get; init; }

    /// <summary>Gets how many examples an optimizer step sees.</summary>
    public required int TotalTrainBatchSize { get; init; }

    /// <summary>Gets how many batches make an optimizer step.</summary>
    public required int GradientAccumulationSteps { get; init; }

    /// <summary>Plans a run.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="batchesPerEpoch">The number of batches, or null when it is not known.</param>
    /// <param name="exampleCount">The number of examples, or null when it is not known.</param>
    /// <param name="trainBatchSize">The number of examples in a batch.</param>
    /// <param name="processes">How many processes train, each with as many batches.</param>
    /// <exception cref="ArgumentException">Neither the data nor <c>max_steps</c> says how long to train, or the epochs have more steps than can be counted.</exception>
    public static TrainingPlan For(TrainingArguments args, int? batchesPerEpoch, long? exampleCount, int trainBatchSize, int processes = 1)
    {
        int accumulation = args.GradientAccumulationSteps;
        int totalBatch = trainBatchSize * accumulation * processes;
        if (batchesPerEpoch is null or 0)
        {
            return args.MaxSteps > 0 ? Unbounded(args.MaxSteps, batchesPerEpoch, totalBatch, accumulation) : throw NoLength(batchesPerEpoch);
        }

        int batches = batchesPerEpoch.Value;
        int updates = Math.Max((batches / accumulation) + (batches % accumulation > 0 ? 1 : 0), 1);
        int maxSteps = args.MaxSteps < 0 ? StepsOf(args.NumTrainEpochs, updates) : args.MaxSteps;
        long examples = exampleCount ?? ((long)batches * args.PerDeviceTrainBatchSize);
        return new TrainingPlan
        {
            StepsInEpoch = batches,
            UpdateStepsPerEpoch = updates,
            MaxSteps = maxSteps,
            NumTrainEpochs = args.MaxSteps > 0
                ? (maxSteps / updates) + (maxSteps % updates > 0 ? 1 : 0)
                : (long)Math.Ceiling(args.NumTrainEpochs),
            NumExamples = examples,
            NumTrainSamples = args.MaxSteps > 0 ? (double)maxSteps * totalBatch : examples * args.NumTrainEpochs,
            TotalTrainBatchSize = totalBatch,
            GradientAccumulationSteps = accumulation,
        };
    }

    /// <summary>Gets how many batches to fetch for an optimizer step of an epoch: the last may have fewer.</summary>
    public int BatchesOf(int update)
    {
        int remainder = (int)(StepsInEpoch % GradientAccumulationSteps);
        return update == UpdateStepsPerEpoch - 1 && remainder > 0 ? remainder : GradientAccumulationSteps;
    }

    /// <summary>Gets whether an optimizer step follows the batch with this number in its epoch, from 0.</summary>
    public bool EndsUpdate(long batch) => (batch + 1) % GradientAccumulationSteps == 0 || batch + 1 == StepsInEpoch;

    /// <summary>Gets the epoch that a number of optimizer steps ends in, and how many of its batches they used.</summary>
    public (int Epoch, int BatchesInEpoch) PositionAfter(int steps) =>
        (steps / UpdateStepsPerEpoch, steps % UpdateStepsPerEpoch * GradientAccumulationSteps);

    private static int StepsOf(double epochs, int updates)
    {
        double steps = Math.Ceiling(epochs * updates);
        return steps <= int.MaxValue ? (int)steps : throw new ArgumentException(
            $"num_train_epochs is {PythonNumber.Repr(epochs)}: with {updates} optimizer steps an epoch that is {PythonNumber.Repr(steps)} steps, but a run has at most "
            + $"{int.MaxValue}. Set fewer epochs, or the number of steps with max_steps.");
    }

    private static TrainingPlan Unbounded(int maxSteps, int? batchesPerEpoch, int totalBatch, int accumulation) => new()
    {
        StepsInEpoch = batchesPerEpoch ?? ((long)maxSteps * accumulation),
        UpdateStepsPerEpoch = maxSteps,
        MaxSteps = maxSteps,
        NumTrainEpochs = long.MaxValue,
        NumExamples = (long)totalBatch * maxSteps,
        NumTrainSamples = (double)maxSteps * totalBatch,
        TotalTrainBatchSize = totalBatch,
        GradientAccumulationSteps = accumulation,
    };

    private static ArgumentException NoLength(int? batches) => new(batches == 0
        ? "The training data has no batch: it is empty, or shorter than one batch while dataloader_drop_last is true. Give it examples, or set dataloader_drop_last to false."
        : "The training data has no length, so the number of steps is unknown. Set max_steps.");
}
