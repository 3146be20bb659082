namespace FineTune;

/// <summary>
/// The order of the training examples. In JSON and on the command line: random, sequential, group_by_length, batch_rebalance.
/// </summary>
public enum TrainSamplingStrategy
{
    /// <summary>A new permutation each epoch, decided by the seed and the epoch.</summary>
    Random,

    /// <summary>The order of the data.</summary>
    Sequential,

    /// <summary>At random, but with examples of similar length in one batch.</summary>
    GroupByLength,

    /// <summary>At random, but with the lengths balanced between the batches of one optimizer step.</summary>
    BatchRebalance,
}
