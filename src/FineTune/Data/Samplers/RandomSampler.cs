namespace FineTune;

/// <summary>
/// Visits the rows in a random order that is drawn from a generator shared with the rest of a run, as
/// <c>torch.utils.data.RandomSampler</c>. The Trainer uses <see cref="SeedableRandomSampler"/> instead, whose order depends on seed and
/// epoch only.
/// </summary>
public sealed class RandomSampler : Sampler
{
    private const int ReplacementBlock = 32;

    private readonly int _rowCount;
    private readonly Generator _defaultGenerator;

    /// <summary>Initializes the order of <paramref name="count"/> rows.</summary>
    /// <param name="count">The number of rows.</param>
    /// <param name="defaultGenerator">
    /// Where a pass draws the seed of its own generator from (two draws), unless <see cref="Generator"/> is set.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is not positive.</exception>
    public RandomSampler(int count, Generator defaultGenerator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(defaultGenerator);
        _rowCount = count;
        _defaultGenerator = defaultGenerator;
        NumSamples = count;
    }

    /// <summary>Gets the generator the order itself is drawn from. Default null: one of its own, seeded anew for every pass.</summary>
    public Generator? Generator { get; init; }

    /// <summary>Gets whether a row may come several times in a pass. Default false.</summary>
    public bool Replacement { get; init; }

    /// <summary>Gets how many rows a pass visits. Default: as many as there are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int NumSamples
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }

    /// <inheritdoc/>
    public override int Count => NumSamples;

    /// <inheritdoc/>
    public override IEnumerator<int> GetEnumerator()
    {
        Generator generator = Generator ?? new Generator((ulong)_defaultGenerator.NextInt64());
        foreach (int row in Replacement ? Drawn(generator) : Permuted(generator, _rowCount, NumSamples))
        {
            yield return row;
        }
    }

    /// <summary>Whole permutations, then one cut to what is left; torch draws that one even when nothing is left.</summary>
    internal static IEnumerable<int> Permuted(Generator generator, int rowCount, int samples)
    {
        for (int pass = 0; pass < samples / rowCount; pass++)
        {
            foreach (long row in generator.RandPerm(rowCount))
            {
                yield return (int)row;
            }
        }

        foreach (long row in generator.RandPerm(rowCount).Take(samples % rowCount))
        {
            yield return (int)row;
        }
    }

    private IEnumerable<int> Drawn(Generator generator)
    {
        long[] block = new long[ReplacementBlock];
        for (int left = NumSamples; left > 0; left -= ReplacementBlock)
        {
            int size = Math.Min(left, ReplacementBlock);
            generator.Random(block.AsSpan(0, size), 0, _rowCount);
            for (int i = 0; i < size; i++)
            {
                yield return (int)block[i];
            }
        }
    }
}
