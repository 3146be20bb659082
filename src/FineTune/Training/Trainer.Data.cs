using FineTune.Training;

namespace FineTune;

/// <content>Batches.</content>
public partial class Trainer
{
    private const string DefaultInputName = "input_ids";

    /// <summary>Gets or sets the number of examples in a training batch; it shrinks when memory runs out and that is allowed.</summary>
    internal int TrainBatchSize { get; set; }

    internal DataLoader? TrainDataLoader { get; set; }

    internal DataLoader? EvalDataLoader { get; set; }

    internal string MainInputName => ModelSettings.MainInputName(Model) ?? DefaultInputName;

    private string SampledInputName => ProcessingClass is { ModelInputNames: [string first, ..] } ? first : DefaultInputName;

    /// <summary>Counts the examples of a loader; where their number is not known, its batches times the training batch size.</summary>
    public long NumExamples(DataLoader dataLoader)
    {
        ArgumentNullException.ThrowIfNull(dataLoader);
        return dataLoader.NumExamples ?? ((long)(dataLoader.Count ?? 0) * Args.PerDeviceTrainBatchSize);
    }

    /// <summary>Makes the batches of training. Override it for batches of your own.</summary>
    /// <exception cref="ArgumentException">There is no training data.</exception>
    protected internal virtual DataLoader GetTrainDataLoader()
    {
        IEnumerable<Example> dataset = TrainDataset ?? throw new ArgumentException("There is nothing to train on. Set the Trainer's TrainDataset.");
        RequireRows(dataset, "The Trainer's TrainDataset", "train on");
        return MakeLoader(dataset, "training", TrainBatchSize, isTraining: true);
    }

    /// <summary>Makes the batches of an evaluation. Override it for batches of your own.</summary>
    /// <param name="evalDataset">The data.</param>
    protected internal virtual DataLoader GetEvalDataLoader(IEnumerable<Example> evalDataset) =>
        MakeLoader(evalDataset, "evaluation", Args.EvalBatchSize, isTraining: false);

    /// <summary>Makes the batches of a prediction. Override it for batches of your own.</summary>
    /// <param name="testDataset">The data.</param>
    protected internal virtual DataLoader GetTestDataLoader(IEnumerable<Example> testDataset) =>
        MakeLoader(testDataset, "test", Args.EvalBatchSize, isTraining: false);

    /// <summary>Makes the batch of training that needs the most memory: the longest examples, or the first where they have no length.</summary>
    internal IEnumerable<Batch> LongestBatch(int size)
    {
        IReadOnlyList<Example> rows = (IReadOnlyList<Example>)TrainDataset!;
        int[] chosen = [.. Enumerable.Range(0, Math.Min(size, rows.Count))];
        try
        {
            int[] lengths = LengthsOf(rows);
            chosen = [.. Enumerable.Range(0, rows.Count).OrderByDescending(row => lengths[row]).Take(size)];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or KeyNotFoundException)
        {
            // Examples of another kind.
        }

        IReadOnlyList<Example> longest = rows is Dataset dataset ? dataset.Select(chosen) : [.. chosen.Select(row => rows[row])];
        (IEnumerable<Example> shown, IDataCollator collator) = UnusedColumns.Remove(this, longest, DataCollator ?? DefaultCollator(), "training");
        return new DataLoader((IReadOnlyList<Example>)shown, collator) { BatchSize = size, Sampler = new SequentialSampler(longest.Count), Generator = new Generator(0) };
    }

    /// <summary>Divides the rows of each step of all processes into batches of like cost.</summary>
    internal static BatchRebalanceSampler RebalancedBatches(TrainingArguments args, IReadOnlyList<int> lengths, int batchSize, int processes) => new(
        lengths,
        batchSize * args.GradientAccumulationSteps * args.AcceleratorConfig.BatchesOfRound(processes),
        args.GradientAccumulationSteps * processes,
        dropLast: args.DataloaderDropLast)
    {
        Processes = processes,
    };

    /// <summary>Data without a single row are refused, and not passed over; those without a length are looked at when they are gone through.</summary>
    private static void RequireRows(IEnumerable<Example> dataset, string what, string purpose)
    {
        if (dataset is IReadOnlyList<Example> { Count: 0 })
        {
            throw new ArgumentException($"{what} has no rows: there is nothing to {purpose}. Check the file it was read from, and what Filter, Take or Select left of it.");
        }
    }

    private DataLoader MakeLoader(IEnumerable<Example> dataset, string description, int batchSize, bool isTraining)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        dataset = Args.FastDevRun && !isTraining ? FastDevRun.Limit(dataset, batchSize) : dataset;
        (IEnumerable<Example> shown, IDataCollator collator) = UnusedColumns.Remove(this, dataset, DataCollator ?? DefaultCollator(), description);
        if (shown is not IReadOnlyList<Example> rows)
        {
            if (isTraining && Args.TrainSamplingStrategy != TrainSamplingStrategy.Random)
            {
                Messages.Warning(LogEvent.Settings, "train_sampling_strategy is not used: the training data has no length, so its examples come in their own order.");
            }

            return new DataLoader(shown, collator)
            {
                BatchSize = batchSize,
                Generator = Generator,
                NumWorkers = Args.DataloaderNumWorkers,
                PrefetchFactor = Args.DataloaderPrefetchFactor ?? 2,
            };
        }

        return new DataLoader(rows, collator)
        {
            BatchSize = batchSize,
            Sampler = isTraining ? TrainSampler(rows) : EvalSampler(rows),
            BatchSampler = isTraining && Args.TrainSamplingStrategy == TrainSamplingStrategy.BatchRebalance ? RebalancedBatches(Args, LengthsOf(rows), batchSize, Processes.Size) : null,
            DropLast = Args.DataloaderDropLast,
            Generator = Generator,
            NumWorkers = Args.DataloaderNumWorkers,
            PrefetchFactor = Args.DataloaderPrefetchFactor ?? 2,
        };
    }

    private Sampler? TrainSampler(IReadOnlyList<Example> rows) => Args.TrainSamplingStrategy switch
    {
        _ when rows.Count == 0 => null,
        TrainSamplingStrategy.Sequential => new SequentialSampler(rows.Count),
        TrainSamplingStrategy.GroupByLength =>
            Agreed(new LengthGroupedSampler(TrainBatchSize * Args.GradientAccumulationSteps, LengthsOf(rows), Generator)),
        TrainSamplingStrategy.BatchRebalance => null,
        _ when Args.AcceleratorConfig.UseSeedableSampler =>
            new SeedableRandomSampler(rows.Count, Args.DataSeed ?? unchecked((long)Generator.InitialSeed)),
        _ => RandomOrder(rows.Count),
    };

    private Sampler? EvalSampler(IReadOnlyList<Example> rows) => Args.TrainSamplingStrategy == TrainSamplingStrategy.GroupByLength && rows.Count > 0
        ? LengthGroupedSampler.ForEvaluation(Args.EvalBatchSize, LengthsOf(rows), Args.DataSeed ?? Args.Seed)
        : new SequentialSampler(rows.Count);

    private int[] LengthsOf(IReadOnlyList<Example> rows) => LengthGroupedSampler.LengthsOf(rows, Args.LengthColumnName, SampledInputName);

    private IDataCollator DefaultCollator() => ProcessingClass is null ? new DefaultDataCollator() : new DataCollatorWithPadding(ProcessingClass);
}
