using FineTune.Data;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Walks the batches a run will train on, by their lengths alone, and counts what they cost and how much of them is padding.</summary>
internal sealed class PlannedFlops
{
    /// <summary>How many rows are walked through, a second's work or two: of a longer run the rest is taken to be like them.</summary>
    internal const long MostRows = 10_000_000;

    private PlannedFlops(double total, long elements, long padding) => (Total, Elements, Padding) = (total, elements, padding);

    /// <summary>Gets the floating-point operations the run will report as <c>total_flos</c>.</summary>
    public double Total { get; }

    /// <summary>Gets whether the run is longer than what was walked through, so that the total is about what it will be.</summary>
    public bool IsEstimate { get; private init; }

    /// <summary>Gets how many tokens all batches that were walked through hold, padding included.</summary>
    public long Elements { get; }

    /// <summary>Gets how many of them are padding.</summary>
    public long Padding { get; }

    /// <summary>Counts the whole run, or returns null where the order of rows depends on the random stream of training.</summary>
    /// <param name="args">How it is trained.</param>
    /// <param name="plan">Its steps.</param>
    /// <param name="lengths">The tokens of each training row, after truncation.</param>
    /// <param name="padTo">The length every row is padded to, or null for the longest of a batch.</param>
    /// <param name="parameters">The model's weights outside its embeddings.</param>
    /// <param name="processes">How many processes train together; each has its share of the batches.</param>
    /// <param name="cancellation">Ends the walk.</param>
    public static PlannedFlops? Of(
        TrainingArguments args, TrainingPlan plan, IReadOnlyList<int> lengths, int? padTo, long parameters, int processes, CancellationToken cancellation = default)
    {
        if (Order(args, lengths.Count, padTo) is null)
        {
            return null;
        }

        IBatchSampler[] shares = [.. Enumerable.Range(0, processes).Select(rank => Batches(args, Order(args, lengths.Count, padTo)!, rank, processes))];
        (double total, long elements, long padding, long walked) = (0, 0, 0, 0);
        int steps = 0;
        for (int epoch = 0; epoch < plan.NumTrainEpochs; epoch++)
        {
            long stepsBefore = steps;
            foreach (IBatchSampler share in shares)
            {
                share.SetEpoch(epoch);
            }

            long index = 0;
            foreach (List<IReadOnlyList<int>> round in Rounds(shares))
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (IReadOnlyList<int> rows in round)
                {
                    walked += rows.Count;
                    long longest = padTo ?? rows.Max(row => lengths[row]);
                    elements += longest * rows.Count;
                    padding += (longest * rows.Count) - rows.Sum(row => (long)lengths[row]);
                    total += 6d * (longest * rows.Count) * parameters;
                }

                bool ends = plan.EndsUpdate(index++);
                steps += ends ? 1 : 0;
                if (ends && (steps == plan.MaxSteps || walked >= MostRows))
                {
                    return new PlannedFlops(total * ((double)plan.MaxSteps / steps), elements, padding) { IsEstimate = plan.MaxSteps > steps };
                }
            }

            if (steps == stepsBefore)
            {
                break; // No epoch has a batch.
            }
        }

        return new PlannedFlops(total, elements, padding);
    }

    /// <summary>Gets the order of the rows; any, where all are padded alike; null where it is not known.</summary>
    private static Sampler? Order(TrainingArguments args, int rows, int? padTo) => args.TrainSamplingStrategy switch
    {
        TrainSamplingStrategy.Random when args.AcceleratorConfig.UseSeedableSampler => new SeedableRandomSampler(rows, args.DataSeed ?? args.Seed),
        TrainSamplingStrategy.Random when padTo is not null => new SequentialSampler(rows),
        TrainSamplingStrategy.Sequential => new SequentialSampler(rows),
        _ => null,
    };

    /// <summary>Gets the batches of one of the processes, as the Trainer shares them out.</summary>
    private static IBatchSampler Batches(TrainingArguments args, Sampler order, int rank, int processes) => processes == 1
        ? new BatchSampler(order, args.TrainBatchSize, args.DataloaderDropLast)
        : new RankShare(rank, processes, args.AcceleratorConfig.EvenBatches)
            .Of(batches: null, order, args.AcceleratorConfig.RowsOfProcess(args.TrainBatchSize, processes), args.DataloaderDropLast);

    /// <summary>Gets a batch of each process at a time; in the last round some may have none.</summary>
    private static IEnumerable<List<IReadOnlyList<int>>> Rounds(IBatchSampler[] shares)
    {
        IEnumerator<IReadOnlyList<int>>[] ranks = Array.ConvertAll(shares, share => share.GetEnumerator());
        try
        {
            while (true)
            {
                List<IReadOnlyList<int>> round = [.. ranks.Where(rank => rank.MoveNext()).Select(rank => rank.Current).Where(rows => rows.Count > 0)];
                if (round.Count == 0)
                {
                    yield break;
                }

                yield return round;
            }
        }
        finally
        {
            Array.ForEach(ranks, rank => rank.Dispose());
        }
    }
}
