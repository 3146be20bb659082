using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Splits the rows in two at random, <c>"train"</c> and <c>"test"</c>: the same rows as the reference for the same seed.
    /// </summary>
    /// <param name="testSize">The fraction or number of rows of the test part. Default: the rest, or 0.25 if neither size is given.</param>
    /// <param name="trainSize">The fraction or number of rows of the train part. Default: the rest.</param>
    /// <param name="shuffle">Whether the rows are drawn at random; else the first ones are for training. Default true.</param>
    /// <param name="stratifyByColumn">A <see cref="ClassLabel"/> column whose classes both parts hold in like shares; rows without one count as a class of their own. Default none.</param>
    /// <param name="seed">Where the random numbers begin; 0 or more. Default null: other rows every time.</param>
    /// <returns>A <see cref="DatasetDict"/> with <c>"train"</c> and <c>"test"</c>.</returns>
    /// <exception cref="ArgumentException">
    /// A size is out of range, the parts are larger than the whole or the train part is empty; or the column to stratify by is no
    /// <see cref="ClassLabel"/>, has a class of one row, or more classes than a part has rows.
    /// </exception>
    public DatasetDict TrainTestSplit(
        SplitSize? testSize = null, SplitSize? trainSize = null, bool shuffle = true, string? stratifyByColumn = null, long? seed = null)
    {
        if (NumRows == 0)
        {
            return new DatasetDict { ["train"] = this, ["test"] = this };
        }

        (int train, int test) = SplitSizes.Resolve(testSize, trainSize, NumRows);
        if (!shuffle)
        {
            return stratifyByColumn is null
                ? Parts(Slice(0, train), Slice(train, test))
                : throw DataError.StratifyWithoutShuffle();
        }

        RandomRows random = RandomRows.From(seed);
        if (stratifyByColumn is not null)
        {
            (int[] trainRows, int[] testRows) = StratifiedSplit.Draw(ClassesOf(stratifyByColumn), stratifyByColumn, train, test, random);
            return Parts(Select(trainRows), Select(testRows));
        }

        int[] order = random.Order(NumRows);
        return Parts(Select(order[test..(test + train)]), Select(order[..test]));
    }

    private static DatasetDict Parts(Dataset train, Dataset test) => new() { ["train"] = train, ["test"] = test };

    private long[] ClassesOf(string column)
    {
        Column classes = this[column];
        if (classes.Feature is not ClassLabel)
        {
            throw DataError.StratifyNeedsClasses(column, classes.Feature);
        }

        return [.. classes.Select(label => (long?)label ?? StratifiedSplit.Missing)];
    }
}
