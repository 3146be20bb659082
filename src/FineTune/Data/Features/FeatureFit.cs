namespace FineTune.Data;

/// <summary>
/// Joins what a file's own schema says of a column with what its metadata says the column means: names of classes, the width of numbers,
/// the time zone. The metadata counts where the stored values can be read that way.
/// </summary>
internal static class FeatureFit
{
    public static Features Refine(Features stored, Features? meant) => meant is null ? stored : new Features(stored.Select(
        column => KeyValuePair.Create(column.Key, Refine(column.Value, meant.TryGetValue(column.Key, out Feature? feature) ? feature : null))));

    public static Feature Refine(Feature stored, Feature? meant) => (stored, meant) switch
    {
        (_, null) => stored,
        (Value value, ClassLabel) => Dtypes.IsInteger(value.Dtype) ? meant : stored,
        (Value value, Value wanted) => Fits(value.Dtype, wanted.Dtype) ? meant : stored,
        (Sequence list, Sequence wanted) => wanted with { Of = Refine(list.Of, wanted.Of) },
        (Struct fields, Struct wanted) => RefineFields(fields, wanted),
        _ => stored,
    };

    private static Struct RefineFields(Struct stored, Struct meant) => stored.Fields.Keys.SequenceEqual(meant.Fields.Keys)
        ? meant with { Fields = Refine(stored.Fields, meant.Fields) }
        : stored with { Fields = Refine(stored.Fields, meant.Fields) };

    private static bool Fits(string stored, string meant) =>
        stored == meant
        || stored == "null"
        || meant == "null"
        || (Dtypes.IsText(stored) && Dtypes.IsText(meant))
        || (Dtypes.IsBinary(stored) && Dtypes.IsBinary(meant))
        || (Dtypes.IsInteger(stored) && Dtypes.IsInteger(meant) && (stored == "uint64") == (meant == "uint64"))
        || (Dtypes.IsFloat(stored) && Dtypes.IsFloat(meant))
        || (stored == "int64" && meant.StartsWith("duration[", StringComparison.Ordinal))
        || SameKind(stored, meant, "timestamp[")
        || SameKind(stored, meant, "time")
        || SameKind(stored, meant, "date")
        || (Dtypes.TryDecimal(stored, out _, out int scale) && Dtypes.TryDecimal(meant, out _, out int meantScale) && scale == meantScale);

    private static bool SameKind(string stored, string meant, string prefix) =>
        stored.StartsWith(prefix, StringComparison.Ordinal) && meant.StartsWith(prefix, StringComparison.Ordinal)
        && stored.StartsWith("timestamp", StringComparison.Ordinal) == meant.StartsWith("timestamp", StringComparison.Ordinal);
}
