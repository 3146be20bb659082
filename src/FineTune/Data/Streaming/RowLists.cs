using System.Collections;

namespace FineTune.Data;

/// <summary>Makes lists of the values that several rows have in a column.</summary>
internal static class RowLists
{
    public static Example Of(IReadOnlyList<Example> rows)
    {
        ColumnNames names = rows[0].Names;
        return rows[0].With(names, Array.ConvertAll(names.All, name => (object?)Of(rows.Select(row => row[name]))));
    }

    public static Features Of(Features features) => new(features.Select(pair => KeyValuePair.Create(pair.Key, (Feature)new Sequence(pair.Value))));

    /// <summary>A column of lists; if a value is missing anywhere, all are lists of objects.</summary>
    public static StoredColumn Column(string name, Feature feature, IEnumerable<object?>[] lists)
    {
        Array[] made = Array.ConvertAll(lists, Of);
        Type? type = made.FirstOrDefault()?.GetType();
        Sequence kind = new(feature);
        return Array.TrueForAll(made, list => list.GetType() == type) && type != typeof(object[])
            ? new StoredColumn(name, kind, ColumnBuilder.Build(name, made, row => $"row {row}"))
            : new StoredColumn(name, kind, new ReferenceData<IEnumerable>(Array.ConvertAll(made, list => list.Cast<object?>().ToArray()), kind));
    }

    /// <summary>The values as an array of their type if none is missing, else as objects.</summary>
    public static Array Of(IEnumerable<object?> values)
    {
        object?[] all = [.. values];
        return all switch
        {
            [] => all,
            _ when Array.TrueForAll(all, value => value is long) => Array.ConvertAll(all, value => (long)value!),
            _ when Array.TrueForAll(all, value => value is double) => Array.ConvertAll(all, value => (double)value!),
            _ when Array.TrueForAll(all, value => value is bool) => Array.ConvertAll(all, value => (bool)value!),
            _ when Array.TrueForAll(all, value => value is string) => Array.ConvertAll(all, value => (string)value!),
            _ => all,
        };
    }
}
