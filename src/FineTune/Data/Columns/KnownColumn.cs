using System.Collections;

namespace FineTune.Data;

/// <summary>
/// Makes a column of values that came out of columns whose features are known, such as the rows of a stream. Times, bytes, decimals and large
/// numbers have no type that their values alone would tell.
/// </summary>
internal static class KnownColumn
{
    /// <summary>Makes the column of that feature.</summary>
    /// <exception cref="ArgumentException">A value is none of that feature, and cannot become one.</exception>
    public static ColumnData Of(string name, object?[] values, Feature feature, Func<int, string> describe) =>
        Array.TrueForAll(values, value => Holds(feature, value))
            ? OfValues(values, feature)
            : ColumnCast.To(new StoredColumn(name, ColumnBuilder.Build(name, values, describe)), feature, describe);

    /// <summary>Makes the column of that feature if the values can be kept so, else of what the values tell.</summary>
    public static StoredColumn Stored(string name, object?[] values, Feature? feature, Func<int, string> describe)
    {
        if (feature is not null && Array.TrueForAll(values, value => Holds(feature, value)))
        {
            return new StoredColumn(name, feature, OfValues(values, feature));
        }

        StoredColumn built = new(name, ColumnBuilder.Build(name, values, describe));
        return feature is null || AlignedFeatures.IsNull(feature) ? built : KeptFeature.Of(built, feature, describe);
    }

    /// <summary>A column of that feature without rows.</summary>
    public static StoredColumn Empty(string name, Feature feature) =>
        new(name, feature, feature == Value.Struct ? ColumnFactory.OfObjects([], feature) : ColumnFactory.Nulls(0, feature));

    /// <summary>Gets whether a value is one that rows of such a column give, and does not tell so itself.</summary>
    public static bool Holds(Feature feature, object? value) => !TellsItself(feature) && IsOf(feature, value);

    private static ColumnData OfValues(object?[] values, Feature feature) => feature switch
    {
        _ when TemporalUnit.Of(feature) is { } unit => ColumnFactory.Of(Array.ConvertAll(values, value => value is null ? 0 : unit.Unbox(value)!.Value), Nulls(values), feature),
        Value { Dtype: "uint64" } => ColumnFactory.Of(Array.ConvertAll(values, value => value as ulong? ?? (ulong)(value as long? ?? 0)), Nulls(values), feature),
        Value { Dtype: { } dtype } when Dtypes.IsBinary(dtype) => ColumnFactory.Of(Array.ConvertAll(values, value => (byte[]?)value), null, feature),
        Value { Dtype: { } dtype } when Dtypes.TryDecimal(dtype, out _, out _) => ColumnFactory.Of(Array.ConvertAll(values, value => value as decimal? ?? 0), Nulls(values), feature),
        _ => ColumnFactory.OfObjects(values, feature),
    };

    private static bool[]? Nulls(object?[] values) => Array.Exists(values, value => value is null) ? Array.ConvertAll(values, value => value is null) : null;

    /// <summary>Gets whether what such a column's rows give says all that is to be known, or is converted to it.</summary>
    private static bool TellsItself(Feature feature) => feature switch
    {
        Sequence list => TellsItself(list.Of),
        Struct fields => fields.Fields.Values.All(TellsItself),
        Value { Dtype: { } dtype } => dtype != "uint64" && !Dtypes.IsBinary(dtype) && !Dtypes.TryDecimal(dtype, out _, out _) && TemporalUnit.Of(feature) is null,
        _ => true,
    };

    /// <summary>Gets whether a value is of the type that the rows of such a column give.</summary>
    private static bool IsOf(Feature feature, object? value) => (feature, value) switch
    {
        (_, null) => true,
        (Sequence list, IEnumerable elements and not (string or IReadOnlyDictionary<string, object?>)) =>
            elements.Cast<object?>().All(element => IsOf(list.Of, element)) && (list.Length < 0 || elements.Cast<object?>().Count() == list.Length),
        (Struct { Fields: { } fields }, IReadOnlyDictionary<string, object?> entries) =>
            entries.Count == fields.Count && entries.All(entry => fields.TryGetValue(entry.Key, out Feature? field) && IsOf(field, entry.Value)),
        (ClassLabel classes, long id) => id >= -1 && id < classes.NumClasses,
        (Value { Dtype: "struct" }, IReadOnlyDictionary<string, object?>) or (Value { Dtype: "bool" }, bool) or (Value { Dtype: "uint64" }, ulong or >= 0L) => true,
        (Value, _) when TemporalUnit.Of(feature) is { } unit => unit.Unbox(value) is { } number && unit.Box(number).Equals(value),
        (Value { Dtype: { } dtype }, _) => value switch
        {
            string => Dtypes.IsText(dtype),
            byte[] => Dtypes.IsBinary(dtype),
            decimal number => Dtypes.TryDecimal(dtype, out int precision, out int scale) && DecimalText.Fits(number, precision, scale),
            long or int => Dtypes.IsInteger(dtype) && dtype != "uint64" && ScalarCast.ToInteger(dtype)(value) is not null,
            double or float => Dtypes.IsFloat(dtype),
            _ => false,
        },
        _ => false,
    };
}
