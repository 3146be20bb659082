namespace FineTune.Data;

/// <summary>Makes examples hold what features say: their columns in that order, null where an example lacks one, values converted.</summary>
/// <param name="features">What they are to hold.</param>
/// <param name="known">What they hold, where it is known; times, bytes and decimals do not say it themselves.</param>
internal sealed class RowCast(Features features, Features? known)
{
    private readonly ColumnNames _names = new([.. features.Keys]);
    private readonly Feature[] _features = [.. features.Values];
    private Seen? _last;

    public Example Of(Example example, long number)
    {
        if (example.Stored is { } source && Fits(source))
        {
            return example;
        }

        object?[] values = new object?[_features.Length];
        int found = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (example.TryGetValue(_names.All[i], out object? value))
            {
                found++;
                values[i] = Of(_names.All[i], value, _features[i], example, number);
            }
        }

        return found == example.Count ? example.With(_names, values) : throw DataError.UnknownColumns(
            example.Place ?? $"example {number}", [.. example.Keys.Except(_names.All)], _names.All);
    }

    /// <summary>Rows mostly come from the data set of the row before.</summary>
    private bool Fits(Dataset source)
    {
        Seen? seen = _last;
        if (seen is null || !ReferenceEquals(seen.Source, source))
        {
            _last = seen = new Seen(source, source.ShownFeatures.SequenceEqual(features));
        }

        return seen.Fits;
    }

    private object? Of(string name, object? value, Feature feature, Example example, long number) => (value, feature) switch
    {
        (null, _) => null,
        (string, Value { Dtype: "string" }) or (long, Value { Dtype: "int64" }) or (double, Value { Dtype: "float64" }) or (bool, Value { Dtype: "bool" }) => value,
        _ when AlignedFeatures.IsNull(feature) => value,
        _ when KnownColumn.Holds(feature, value) => value,
        _ => Converted(KnownColumn.Stored(name, [value], known?.GetValueOrDefault(name), Describe(example, number)), feature, Describe(example, number)),
    };

    private static Func<int, string> Describe(Example example, long number) => _ => example.Place ?? $"example {number}";

    private static object? Converted(StoredColumn column, Feature feature, Func<int, string> describe) =>
        column.Feature == feature || AlignedFeatures.IsNull(column.Feature) ? column.Data.Get(0) : ColumnCast.To(column, feature, describe).Get(0);

    private sealed record Seen(Dataset Source, bool Fits);
}
