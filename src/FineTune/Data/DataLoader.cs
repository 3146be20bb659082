using System.Collections;
using FineTune.Data;

namespace FineTune;

/// <summary>
/// Makes batches of a data set: fetches examples in the order of a sampler and lets a collator put them together. Enumerating it is one
/// pass, an epoch.
/// </summary>
/// <remarks>
/// <para>
/// As torch's loader under the Trainer: the first <see cref="IEnumerator.MoveNext"/> of a pass draws one number of 64 bits (two draws)
/// from <see cref="Generator"/>, then the sampler draws what it needs; and a batch is fetched and collated before the one ahead of it is
/// handed out, which matters if the collator draws random numbers.
/// </para>
/// <para>Batches live outside every <see cref="TensorScope"/>.</para>
/// </remarks>
/// <example><code>
/// var loader = new DataLoader(encoded, new DataCollatorWithPadding(tokenizer)) { BatchSize = 8 };
/// foreach (Batch batch in loader) { ... }
/// </code></example>
public sealed class DataLoader : IEnumerable<Batch>
{
    private readonly IEnumerable<Example> _dataset;
    private readonly IReadOnlyList<Example>? _rows;
    private readonly IDataCollator _collator;
    private readonly int _skippedBatches;
    private readonly RankShare? _share;
    private int _epoch;

    /// <summary>Initializes a loader of a data set of known length.</summary>
    /// <param name="dataset">A <see cref="Dataset"/>, or any list of examples.</param>
    /// <param name="collator">Makes a batch of examples. Default <see cref="DefaultDataCollator"/>.</param>
    public DataLoader(IReadOnlyList<Example> dataset, IDataCollator? collator = null)
        : this((IEnumerable<Example>)dataset, collator) => _rows = dataset;

    /// <summary>Initializes a loader of examples that come one after the other, whose number is not known; they keep their order.</summary>
    /// <param name="dataset">The examples; enumerated anew for every pass. May be <see cref="IEpochAware"/>.</param>
    /// <param name="collator">Makes a batch of examples. Default <see cref="DefaultDataCollator"/>.</param>
    public DataLoader(IEnumerable<Example> dataset, IDataCollator? collator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        _dataset = dataset;
        _collator = collator ?? new DefaultDataCollator();
    }

    /// <summary>Initializes a loader of examples that arrive over time, whose number is not known; they keep their order.</summary>
    /// <param name="dataset">The examples; enumerated anew for every pass. The pass waits for each.</param>
    /// <param name="collator">Makes a batch of examples. Default <see cref="DefaultDataCollator"/>.</param>
    public DataLoader(IAsyncEnumerable<Example> dataset, IDataCollator? collator = null)
        : this((dataset ?? throw new ArgumentNullException(nameof(dataset))).ToBlockingEnumerable(), collator)
    {
    }

    private DataLoader(DataLoader other, int skippedBatches, RankShare? share)
    {
        _dataset = other._dataset;
        _rows = other._rows;
        _collator = other._collator;
        _epoch = other._epoch;
        BatchSize = other.BatchSize;
        Sampler = other.Sampler;
        BatchSampler = other.BatchSampler;
        DropLast = other.DropLast;
        Generator = other.Generator;
        NumWorkers = other.NumWorkers;
        PrefetchFactor = other.PrefetchFactor;
        RentsBatches = other.RentsBatches;
        _skippedBatches = other._skippedBatches + skippedBatches;
        _share = share;
    }

    /// <summary>Gets the examples of a batch. Default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int BatchSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 1;

    /// <summary>Gets the order of the rows. Default null: their own.</summary>
    public Sampler? Sampler { get; init; }

    /// <summary>
    /// Gets which rows make up each batch; then <see cref="BatchSize"/>, <see cref="Sampler"/> and <see cref="DropLast"/> do not count.
    /// Default null.
    /// </summary>
    public IBatchSampler? BatchSampler { get; init; }

    /// <summary>Gets whether to leave out a last batch that has fewer examples. Default false.</summary>
    public bool DropLast { get; init; }

    /// <summary>Gets the run's generator, from which every pass draws its base seed. Default null: nothing is drawn.</summary>
    public Generator? Generator { get; init; }

    /// <summary>
    /// Gets how many batches may be fetched and collated at the same time on other threads. The batches and their order do not depend on
    /// it. Default 0: the code of data sets, transforms and collators of one's own runs on the calling thread, as it must if it draws from a
    /// generator the model uses too; batches of a <see cref="Dataset"/> without a transform, made by a collator of this library, are made one
    /// ahead on another thread.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int NumWorkers
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Gets how many batches each worker may be ahead. Default 2.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive.</exception>
    public int PrefetchFactor
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    } = 2;

    /// <summary>Gets how many batches a pass gives; null when the number of examples is not known.</summary>
    public int? Count => _rows is null ? null : Math.Max(0, Batches(_rows).Count - _skippedBatches);

    /// <summary>Gets the number of examples of the data set, whatever the sampler does; null when it is not known.</summary>
    public int? NumExamples => _rows?.Count;

    /// <summary>Gets or sets whether batches may be in rented memory, because who enumerates ends each with <see cref="Batch.Release"/>.</summary>
    internal bool RentsBatches { get; set; }

    /// <summary>Says which epoch the next pass belongs to, from 0. Without it every full pass counts one on.</summary>
    public void SetEpoch(int epoch)
    {
        _epoch = epoch;
        Sampler?.SetEpoch(epoch);
        BatchSampler?.SetEpoch(epoch);
        (_dataset as IEpochAware)?.SetEpoch(epoch);
    }

    /// <summary>
    /// Gets a loader that begins every pass after the first <paramref name="count"/> batches. Rows of skipped batches are not fetched;
    /// only examples of unknown number have to be read over.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public DataLoader SkipFirstBatches(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new DataLoader(this, count, _share);
    }

    /// <summary>Gets a loader of what one of several processes sees.</summary>
    /// <param name="share">Which.</param>
    /// <param name="batchSize">The examples of a batch of one process.</param>
    internal DataLoader SharedOut(RankShare share, int batchSize) => new(this, 0, share) { BatchSize = batchSize };

    /// <summary>Begins a pass; the draws happen at the first <see cref="IEnumerator.MoveNext"/>.</summary>
    public IEnumerator<Batch> GetEnumerator()
    {
        SetEpoch(_epoch);
        _ = Generator?.NextInt64();
        foreach (Batch batch in CollatesBeside ? Beside((Dataset)_rows!) : OneAhead(_rows is null ? Streamed() : Indexed(_rows)))
        {
            yield return batch;
        }

        _epoch++;
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// Gets whether the batch ahead is made by another thread while the caller works: when no code but this library's runs there, which draws
    /// no random numbers.
    /// </summary>
    private bool CollatesBeside => NumWorkers == 0 && _rows is Dataset { Transform: null } && _collator is DataCollatorWithPadding or DefaultDataCollator;

    private static IEnumerable<Batch> OneAhead(IEnumerable<Batch> all)
    {
        using IEnumerator<Batch> batches = all.GetEnumerator();
        if (!batches.MoveNext())
        {
            yield break;
        }

        Batch current = batches.Current;
        while (batches.MoveNext())
        {
            Batch next = batches.Current;
            yield return current;
            current = next;
        }

        yield return current;
    }

    /// <summary>The sampler is asked as early as ever: for the batch ahead, before one is handed out.</summary>
    private IEnumerable<Batch> Beside(Dataset rows) => Prefetch.InOrder(Work(rows), workers: 1, ahead: 1);

    private IEnumerable<Func<Batch>> Work(IReadOnlyList<Example> rows) =>
        Batches(rows).Skip(_skippedBatches).Select(indices => (Func<Batch>)(() => Fetch(rows, indices)));

    private IBatchSampler Batches(IReadOnlyList<Example> rows)
    {
        Sampler order = Sampler ?? new SequentialSampler(rows.Count);
        return _share is { } share ? share.Of(BatchSampler, order, BatchSize, DropLast) : BatchSampler ?? new BatchSampler(order, BatchSize, DropLast);
    }

    /// <summary>The sampler is asked on the calling thread; workers only fetch and collate.</summary>
    private IEnumerable<Batch> Indexed(IReadOnlyList<Example> rows)
    {
        IEnumerable<Func<Batch>> work = Work(rows);
        return NumWorkers == 0 ? work.Select(make => make()) : Prefetch.InOrder(work, NumWorkers, NumWorkers * PrefetchFactor);
    }

    private IEnumerable<Batch> Streamed()
    {
        IEnumerable<Batch> batches = (_share is { } share ? share.Of(_dataset, BatchSize, DropLast) : _dataset.Chunk(BatchSize))
            .Skip(_skippedBatches)
            .Where(examples => examples.Length == BatchSize || !DropLast)
            .Select(Collate);
        return NumWorkers == 0 ? batches : Prefetch.OnOneThread(batches, NumWorkers * PrefetchFactor);
    }

    private Batch Fetch(IReadOnlyList<Example> rows, IReadOnlyList<int> indices)
    {
        Example[] examples = new Example[indices.Count];
        for (int i = 0; i < examples.Length; i++)
        {
            examples[i] = rows[indices[i]];
        }

        Batch batch = Collate(examples);
        batch.Rows = indices;
        return batch;
    }

    private Batch Collate(Example[] examples)
    {
        using (TensorScope.Suspend())
        {
            return RentsBatches && _collator is IRentingCollator collator ? collator.Collate(examples, rented: true) : _collator.Collate(examples);
        }
    }
}
