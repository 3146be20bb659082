namespace FineTune.Data;

/// <summary>
/// Finds out what a column of texts holds, as pandas does: whole numbers if all are and none is missing, else numbers with a fraction,
/// else truth values, else texts.
/// </summary>
internal static class TextColumn
{
    public static ColumnData Infer(string?[] texts)
    {
        if (texts.Length == 0)
        {
            return new ReferenceData<string>(texts, Value.String);
        }

        return Whole(texts) ?? Fractions(texts) ?? (ColumnData?)Truths(texts) ?? new ReferenceData<string>(texts, Value.String);
    }

    private static ColumnData? Whole(string?[] texts)
    {
        long[] values = new long[texts.Length];
        for (int row = 0; row < values.Length; row++)
        {
            switch (NumberText.ReadWhole(texts[row], out values[row]))
            {
                case NumberText.Outcome.Read:
                    break;
                case NumberText.Outcome.TooLarge:
                    return new ReferenceData<string>(texts, Value.String);
                default:
                    return null;
            }
        }

        return new PrimitiveData<long>(values);
    }

    private static PrimitiveData<double>? Fractions(string?[] texts)
    {
        double[] values = new double[texts.Length];
        bool[]? nulls = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (texts[row] is not { } text)
            {
                (nulls ??= new bool[values.Length])[row] = true;
            }
            else if (!NumberText.TryReadFraction(text, out values[row]))
            {
                return null;
            }
        }

        return new PrimitiveData<double>(values, nulls);
    }

    private static PrimitiveData<bool>? Truths(string?[] texts)
    {
        bool[] values = new bool[texts.Length];
        bool[]? nulls = null;
        for (int row = 0; row < values.Length; row++)
        {
            switch (texts[row])
            {
                case null:
                    (nulls ??= new bool[values.Length])[row] = true;
                    break;
                case "True" or "TRUE" or "true":
                    values[row] = true;
                    break;
                case "False" or "FALSE" or "false":
                    break;
                default:
                    return null;
            }
        }

        return new PrimitiveData<bool>(values, nulls);
    }
}
