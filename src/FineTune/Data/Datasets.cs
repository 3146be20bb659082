using System.ComponentModel;
using FineTune.Data;

namespace FineTune;

/// <summary>What the reference's module <c>datasets</c> offers beside the classes: functions of several data sets, and loading them.</summary>
public static partial class Datasets
{
    /// <summary>Puts the rows of data sets one after the other, or their columns side by side.</summary>
    /// <param name="dsets">The data sets. Those without rows do not count, unless all are.</param>
    /// <param name="axis">
    /// 0 (default): rows after rows; a column that a data set lacks is null in its rows, and columns of one name must hold the same, or
    /// nothing but nulls. 1: columns beside columns, all of different names, of data sets of equally many rows.
    /// </param>
    /// <exception cref="ArgumentException">There is no data set, or their columns do not go together.</exception>
    public static Dataset ConcatenateDatasets(IReadOnlyList<Dataset> dsets, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(dsets);
        RequireAny(dsets.Count, "concatenate");
        return Concatenation.Of(dsets, IsByColumns(axis));
    }

    /// <summary>Mixes the rows of data sets: one of each in turn, or of one drawn at random.</summary>
    /// <param name="datasets">The data sets; their columns go together as in <see cref="ConcatenateDatasets(IReadOnlyList{Dataset}, int)"/>.</param>
    /// <param name="probabilities">How likely each data set gives the next row; together 1. Default null: they take turns.</param>
    /// <param name="seed">Where the random numbers begin; 0 or more. Default null: another order every time.</param>
    /// <param name="stoppingStrategy">When it ends. Default: when one data set has no rows left.</param>
    /// <exception cref="ArgumentException">
    /// There is no data set, their columns do not go together, or the probabilities are not one for each that add up to 1, or can never end.
    /// </exception>
    public static Dataset InterleaveDatasets(
        IReadOnlyList<Dataset> datasets,
        IReadOnlyList<double>? probabilities = null,
        long? seed = null,
        StoppingStrategy stoppingStrategy = StoppingStrategy.FirstExhausted)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        RequireAny(datasets.Count, "interleave");
        RequireProbabilities(probabilities, datasets.Count);
        int[] rows = Interleaving.Rows([.. datasets.Select(dataset => dataset.NumRows)], probabilities, seed, stoppingStrategy);
        return Concatenation.Of(datasets, byColumns: false).Select(rows);
    }

    /// <summary>Reads data sets one after the other, or their rows side by side.</summary>
    /// <param name="dsets">The data sets; where columns are not known, the first rows are read to find them out.</param>
    /// <param name="axis">
    /// 0 (default): rows after rows; a column that a data set lacks is null in its rows, and columns of one name must hold the same, or
    /// nothing but nulls. 1: columns beside columns, all of different names; then shards are no longer shuffled.
    /// </param>
    /// <exception cref="ArgumentException">There is no data set, or their columns do not go together.</exception>
    public static IterableDataset ConcatenateDatasets(IReadOnlyList<IterableDataset> dsets, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(dsets);
        RequireAny(dsets.Count, "concatenate");
        IterableDataset[] known = [.. dsets.Select(dataset => dataset.ResolveFeatures())];
        if (IsByColumns(axis))
        {
            _ = new ColumnNames([.. known.SelectMany(dataset => dataset.Features!.Keys)]); // Says it if a name occurs twice.
            return new IterableDataset(new StreamsBeside(Streams(known)), new Features(known.SelectMany(dataset => dataset.Features!)));
        }

        return new IterableDataset(new ConcatenatedStreams(Streams(known)), null).Cast(Aligned(known));
    }

    /// <summary>Mixes the rows of data sets: one of each in turn, or of one drawn at random.</summary>
    /// <param name="datasets">The data sets; their columns go together as when they are concatenated.</param>
    /// <param name="probabilities">How likely each data set gives the next row; together 1. Default null: they take turns.</param>
    /// <param name="seed">Where the random numbers begin; 0 or more. Default null: another order for every data set made so.</param>
    /// <param name="stoppingStrategy">When it ends. Default: when one data set has no rows left, which shows with its last row.</param>
    /// <exception cref="ArgumentException">
    /// There is no data set, their columns do not go together, the probabilities are not one for each that add up to 1, or one is 0 and the
    /// end of each data set is waited for without rows twice, so that it would never come.
    /// </exception>
    public static IterableDataset InterleaveDatasets(
        IReadOnlyList<IterableDataset> datasets,
        IReadOnlyList<double>? probabilities = null,
        long? seed = null,
        StoppingStrategy stoppingStrategy = StoppingStrategy.FirstExhausted)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        RequireAny(datasets.Count, "interleave");
        RequireProbabilities(probabilities, datasets.Count);
        if (stoppingStrategy == StoppingStrategy.AllExhaustedWithoutReplacement && probabilities?.ToList().IndexOf(0) is >= 0 and var never)
        {
            throw DataError.UnreachableSource(never);
        }

        IterableDataset[] known = [.. datasets.Select(dataset => dataset.ResolveFeatures())];
        InterleavedStreams mixed = new(Streams(known), probabilities is null ? null : [.. probabilities], RandomRows.SeedOf(seed), stoppingStrategy);
        return new IterableDataset(mixed, null).Cast(Aligned(known));
    }

    private static ExampleStream[] Streams(IterableDataset[] datasets) => Array.ConvertAll(datasets, dataset => dataset.Stream);

    private static Features Aligned(IterableDataset[] datasets) => AlignedFeatures.Of(Array.ConvertAll(datasets, dataset => dataset.Features!));

    private static bool IsByColumns(int axis) => axis is 0 or 1
        ? axis == 1
        : throw new ArgumentOutOfRangeException(nameof(axis), axis, "axis is 0 for rows after rows, or 1 for columns beside columns.");

    /// <summary>LoadMetric is now Evaluate.Load.</summary>
    [Obsolete("LoadMetric is now Evaluate.Load.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public static object LoadMetric(params object?[] arguments) => throw new NotSupportedException("LoadMetric is now Evaluate.Load.");

    private static void RequireAny(int count, string verb)
    {
        if (count == 0)
        {
            throw DataError.NothingToCombine(verb);
        }
    }

    private static void RequireProbabilities(IReadOnlyList<double>? probabilities, int count)
    {
        if (probabilities is not null && probabilities.Count != count)
        {
            throw DataError.ProbabilityCount(probabilities.Count, count);
        }
    }
}
