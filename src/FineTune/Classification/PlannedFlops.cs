using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Walks the batches a run will train on, by their lengths alone, and counts what they cost and how much of them is padding.</summary>
internal sealed class PlannedFlops
{
    private PlannedFlops(double total, long elements, long padding) => (Total, Elements, Padding) = (total, elements, padding);

    /// <summary>Gets the floating-point operations the run will report as <c>total_flos</c>.</summary>
    public double Total { get; }

    /// <summary>Gets how many tokens all batches hold, padding included.</summary>
    public long Elements { get; }

    /// <summary>Gets how many of them are padding.</summary>
    public long Padding { get; }

    /// <summary>Counts the whole run, or returns null where the order of rows depends on the random stream of training.</summary>
    /// <param name="args">How it is trained.</param>
    /// <param name="plan">Its steps.</param>
    /// <param name="lengths">The tokens of each training row, after truncation.</param>
    /// <param name="padTo">The length every row is padded to, or null for the longest of a batch.</param>
    /// <param name="parameters">The model's weights outside its embeddings.</param>
    public static PlannedFlops? Of(TrainingArguments args, TrainingPlan plan, IReadOnlyList<int> lengths, int? padTo, long parameters)
    {
        if (Batches(args, lengths) is not { } batches)
        {
            return null;
        }

        (double total, long elements, long padding) = (0, 0, 0);
        int steps = 0;
        for (int epoch = 0; epoch < plan.NumTrainEpochs; epoch++)
        {
            batches.SetEpoch(epoch);
            long index = 0;
            foreach (IReadOnlyList<int> rows in batches)
            {
                long longest = padTo ?? rows.Max(row => lengths[row]);
                elements += longest * rows.Count;
                padding += (longest * rows.Count) - rows.Sum(row => (long)lengths[row]);
                total += 6d * (longest * rows.Count) * parameters;
                if (plan.EndsUpdate(index++) && ++steps >= plan.MaxSteps)
                {
                    return new PlannedFlops(total, elements, padding);
                }
            }
        }

        return new PlannedFlops(total, elements, padding);
    }

    private static IBatchSampler? Batches(TrainingArguments args, IReadOnlyList<int> lengths)
    {
        long seed = args.DataSeed ?? args.Seed;
        return args.TrainSamplingStrategy switch
        {
            TrainSamplingStrategy.Random => new BatchSampler(new SeedableRandomSampler(lengths.Count, seed), args.TrainBatchSize, args.DataloaderDropLast),
            TrainSamplingStrategy.Sequential => new BatchSampler(new SequentialSampler(lengths.Count), args.TrainBatchSize, args.DataloaderDropLast),
            _ => null,
        };
    }
}
