namespace FineTune.Data;

/// <summary>How many rows each part of a split has.</summary>
internal static class SplitSizes
{
    public static (int Train, int Test) Resolve(SplitSize? testSize, SplitSize? trainSize, int rowCount)
    {
        SplitSize? test = testSize is null && trainSize is null ? 0.25 : testSize;
        Require("testSize", test, rowCount);
        Require("trainSize", trainSize, rowCount);
        if (test?.Fraction + trainSize?.Fraction > 1)
        {
            throw DataError.SplitTooLarge($"testSize {test} and trainSize {trainSize} together are more than 1");
        }

        int testRows = test?.Rows(rowCount, roundUp: true) ?? rowCount - trainSize!.Value.Rows(rowCount, roundUp: false);
        int trainRows = trainSize?.Rows(rowCount, roundUp: false) ?? rowCount - testRows;
        if (trainRows + testRows > rowCount)
        {
            throw DataError.SplitTooLarge($"{testRows} test rows and {trainRows} train rows are more than the {rowCount} rows there are");
        }

        return trainRows > 0 ? (trainRows, testRows) : throw DataError.EmptyTrainPart(rowCount, testRows);
    }

    private static void Require(string name, SplitSize? size, int rowCount)
    {
        if (size is { } given && !given.Fits(rowCount))
        {
            throw DataError.SplitOutOfRange(name, given, rowCount);
        }
    }
}
