namespace FineTune;

/// <summary>
/// Visits the rows at random, but rows of like length together, so that batches need little padding: <c>group_by_length</c>. The longest
/// row comes first, so that memory runs out at once or not at all.
/// </summary>
/// <remarks>
/// Rows are permuted, cut into large groups, and sorted by length within each. The permutation comes from the given generator anew in
/// every pass; it does not depend on the epoch.
/// </remarks>
public sealed class LengthGroupedSampler : Sampler
{
    private const int LargestGroup = 50;

    private readonly int _batchSize;
    private readonly IReadOnlyList<int> _lengths;
    private readonly Func<Generator> _generator;

    /// <summary>Initializes the order for training.</summary>
    /// <param name="batchSize">The rows of an optimizer step: batch size times accumulation steps.</param>
    /// <param name="lengths">The length of each row; see <see cref="LengthsOf"/>.</param>
    /// <param name="generator">The run's generator, which every pass draws a permutation from.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is not positive.</exception>
    public LengthGroupedSampler(int batchSize, IReadOnlyList<int> lengths, Generator generator)
        : this(batchSize, lengths, () => generator) => ArgumentNullException.ThrowIfNull(generator);

    private LengthGroupedSampler(int batchSize, IReadOnlyList<int> lengths, Func<Generator> generator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentNullException.ThrowIfNull(lengths);
        _batchSize = batchSize;
        _lengths = lengths;
        _generator = generator;
    }

    /// <inheritdoc/>
    public override int Count => _lengths.Count;

    /// <summary>Makes the order for evaluation: every pass is the same, drawn from a generator of its own.</summary>
    /// <param name="batchSize">The rows of an evaluation batch.</param>
    /// <param name="lengths">The length of each row; see <see cref="LengthsOf"/>.</param>
    /// <param name="seed">The generator's seed: <c>data_seed</c>, else <c>seed</c>.</param>
    public static LengthGroupedSampler ForEvaluation(int batchSize, IReadOnlyList<int> lengths, long seed) =>
        new(batchSize, lengths, () => new Generator(unchecked((ulong)seed)));

    /// <summary>Finds the lengths of rows: a column that holds them, else the number of elements of the model's input.</summary>
    /// <param name="dataset">The rows.</param>
    /// <param name="lengthColumnName">The column of lengths, used if a <see cref="Dataset"/> has it. Default <c>"length"</c>.</param>
    /// <param name="modelInputName">The column of lists to measure otherwise. Default <c>"input_ids"</c>.</param>
    /// <exception cref="ArgumentException">Rows have neither; the message names the row.</exception>
    public static int[] LengthsOf(
        IReadOnlyList<Example> dataset, string lengthColumnName = "length", string modelInputName = "input_ids") =>
        Data.RowLengths.Of(dataset, lengthColumnName, modelInputName);

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        foreach (int row in Order())
        {
            yield return row;
        }
    }

    private IEnumerable<int> Order()
    {
        if (Count == 0)
        {
            return [];
        }

        int group = Math.Max(1, Math.Min(Count / (_batchSize * 4), LargestGroup)) * _batchSize;
        int[][] groups = [.. _generator().RandPerm(Count).Select(row => (int)row).Chunk(group).Select(ByLength)];
        int longest = 0;
        for (int i = 1; i < groups.Length; i++)
        {
            longest = _lengths[groups[i][0]] > _lengths[groups[longest][0]] ? i : longest;
        }

        (groups[0][0], groups[longest][0]) = (groups[longest][0], groups[0][0]);
        return groups.SelectMany(rows => rows);
    }

    /// <summary>The longest first; rows of one length keep their order.</summary>
    private int[] ByLength(int[] rows) => [.. rows.OrderByDescending(row => _lengths[row])];
}
