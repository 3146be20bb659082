namespace FineTune.Data;

/// <summary>Puts data sets together: rows after rows, or columns beside columns.</summary>
internal static class Concatenation
{
    public static Dataset Of(IReadOnlyList<Dataset> datasets, bool byColumns)
    {
        Dataset[] parts = [.. datasets.Where(dataset => dataset.NumRows > 0)];
        return parts.Length switch
        {
            0 => datasets[0],
            1 => parts[0],
            _ => byColumns ? Beside(parts) : After(parts),
        };
    }

    private static Dataset After(Dataset[] parts)
    {
        Features features = AlignedFeatures.Of([.. parts.Select(part => part.Features)]);
        StoredColumn[][] columns = Array.ConvertAll(parts, part => part.GatheredColumns());
        int[] counts = Array.ConvertAll(parts, part => part.NumRows);
        StoredColumn[] joined = [.. features.Select(pair => Joined(pair.Key, pair.Value, columns, counts))];
        RowOrigin?[] origins = Array.ConvertAll(parts, part => part.GatheredOrigin());
        RowOrigin? origin = Array.TrueForAll(origins, one => one is not null) ? RowOrigin.Join(origins!) : null;
        return new Dataset(joined, counts.Sum(), rows: null, origin, CommonFormat(parts));
    }

    private static Dataset Beside(Dataset[] parts)
    {
        if (Array.Find(parts, part => part.NumRows != parts[0].NumRows) is { } other)
        {
            throw DataError.RowCountsDiffer(parts[0].NumRows, other.NumRows, Array.IndexOf(parts, other));
        }

        StoredColumn[] columns = [.. parts.SelectMany(part => part.GatheredColumns())];
        return new Dataset(columns, parts[0].NumRows, rows: null, parts[0].GatheredOrigin(), CommonFormat(parts));
    }

    private static StoredColumn Joined(string name, Feature feature, StoredColumn[][] parts, int[] counts)
    {
        ColumnData?[] values = Array.ConvertAll(parts, columns => Array.Find(columns, column => column.Name == name)?.Data);
        ColumnData? like = Array.Find(values, data => data is not null && !AlignedFeatures.IsNull(data.Feature))
            ?? Array.Find(values, data => data is not null && data.Feature == feature);
        bool IsBlank(ColumnData? data) => data is null || (data != like && AlignedFeatures.IsNull(data.Feature) && !HasElements(data));
        bool isOneType = Array.TrueForAll(values, data => IsBlank(data) || data!.GetType() == like!.GetType());
        if (isOneType)
        {
            ColumnData[] aligned = [.. values.Select((data, i) => IsBlank(data) ? like!.Blank(counts[i], data) : data!)];
            return new StoredColumn(name, feature, like!.Join(aligned));
        }

        IEnumerable<object?> all = values.SelectMany((data, i) => Enumerable.Range(0, counts[i]).Select(row => data?.Get(row)));
        return new StoredColumn(name, feature, AlignedFeatures.IsNull(feature) ? ColumnBuilder.Build(name, [.. all], row => $"row {row}") : KnownColumn.Of(name, [.. all], feature, row => $"row {row}"));
    }

    /// <summary>Gets whether there are lists of nulls, which are no lists of nothing.</summary>
    private static bool HasElements(ColumnData data) => data is ReferenceData<object?[]> lists && Array.Exists(lists.Values, list => list?.Length > 0);

    /// <summary>The columns that rows of all parts show; null, which is all columns, where they differ.</summary>
    private static string[]? CommonFormat(Dataset[] parts)
    {
        string[]? first = parts[0].VisibleOrNull;
        return first is not null && Array.TrueForAll(parts, part => part.VisibleOrNull is { } other && first.SequenceEqual(other)) ? first : null;
    }
}
