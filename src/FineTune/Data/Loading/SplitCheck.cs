namespace FineTune.Data;

/// <summary>Compares what was loaded with what the data set says it holds.</summary>
internal static class SplitCheck
{
    /// <exception cref="InvalidDataException">The splits are others.</exception>
    public static void Names(LoadPlan plan)
    {
        if (plan.Description?.NumExamples is not { } expected)
        {
            return;
        }

        if (expected.Keys.Except(plan.Splits.Keys, StringComparer.Ordinal).ToArray() is { Length: > 0 } missing)
        {
            throw DataError.ExpectedMoreSplits(plan.Name, missing);
        }

        if (plan.Splits.Keys.Except(expected.Keys, StringComparer.Ordinal).ToArray() is { Length: > 0 } unexpected)
        {
            throw DataError.UnexpectedSplits(plan.Name, unexpected);
        }
    }

    /// <exception cref="InvalidDataException">A split has another number of rows.</exception>
    public static void Sizes(LoadPlan plan, DatasetDict loaded)
    {
        (string Split, long Expected, int Rows)[] wrong =
        [
            .. from pair in loaded
               where plan.Description?.NumExamples is not null
               let expected = plan.Description!.NumExamples![pair.Key]
               where expected != pair.Value.NumRows
               select (pair.Key, expected, pair.Value.NumRows)
        ];
        if (wrong.Length > 0)
        {
            throw DataError.NonMatchingSplitsSizes(plan.Name, wrong);
        }
    }
}
