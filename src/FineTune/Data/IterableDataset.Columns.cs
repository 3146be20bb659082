using System.Collections;
using FineTune.Data;

namespace FineTune;

public sealed partial class IterableDataset
{
    /// <summary>Gives a column another name; it comes last then, as in the reference.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest. Where columns are not known, it is thrown while rows are read.</exception>
    public IterableDataset RenameColumn(string originalColumnName, string newColumnName) =>
        RenameColumns(new Dictionary<string, string> { [originalColumnName] = newColumnName });

    /// <summary>Gives several columns other names; they come last then, as in the reference.</summary>
    /// <param name="columnMapping">The new name by the old one.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest. Where columns are not known, it is thrown while rows are read.</exception>
    /// <exception cref="ArgumentException">Two columns would have one name.</exception>
    public IterableDataset RenameColumns(IReadOnlyDictionary<string, string> columnMapping)
    {
        ArgumentNullException.ThrowIfNull(columnMapping);
        RequireAll([.. columnMapping.Keys]);
        Features? features = Features is null ? null : new Features(
        [
            .. Features.Where(pair => !columnMapping.ContainsKey(pair.Key)),
            .. columnMapping.Select(pair => KeyValuePair.Create(pair.Value, Features[pair.Key])),
        ]);
        return Changed(RowColumns.Rename(columnMapping), keepsTables: false, features);
    }

    /// <summary>Leaves out some columns.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public IterableDataset RemoveColumns(params IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(columnNames);
        RequireAll(columnNames);
        Features? left = Features is null ? null : new Features(Features.Where(pair => !columnNames.Contains(pair.Key, StringComparer.Ordinal)));
        return Changed(RowColumns.Remove(columnNames), keepsTables: false, left);
    }

    /// <summary>Keeps only some columns, in the order given.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest. Where columns are not known, it is thrown while rows are read.</exception>
    public IterableDataset SelectColumns(params IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(columnNames);
        RequireAll(columnNames);
        Features? chosen = Features is null ? null : new Features(columnNames.Select(name => KeyValuePair.Create(name, Features[name])));
        return Changed(RowColumns.Select(columnNames), keepsTables: true, chosen);
    }

    /// <summary>Adds a column of values that are at hand.</summary>
    /// <param name="name">Its name, which no other column has.</param>
    /// <param name="column">A value for each row, in the order in which they come before any <see cref="Shuffle"/>.</param>
    /// <exception cref="ArgumentException">The name is taken; where columns are not known, it is thrown while rows are read.</exception>
    public IterableDataset AddColumn(string name, IEnumerable column)
    {
        ArgumentNullException.ThrowIfNull(column);
        object?[] values = [.. column.Cast<object?>()];
        RowMerge merge = new(removeColumns: null);
        Example Added(Example row, long number) => row.ContainsKey(name)
            ? throw DataError.DuplicateColumn(name, [.. row.Keys, name])
            : merge.Of(row, new Dictionary<string, object?> { [name] = number < values.Length ? values[number] : throw DataError.ColumnTooShort(name, values.Length) });
        return Features?.ContainsKey(name) == true
            ? throw DataError.DuplicateColumn(name, [.. Features.Keys, name])
            : Changed(Added, keepsTables: false, features: null);
    }

    /// <summary>Converts one column: texts to the numbers of a <see cref="ClassLabel"/> or to numbers, numbers to texts, and so on. Nulls stay null.</summary>
    /// <exception cref="InvalidOperationException">The columns are not known; use <see cref="Cast"/> then.</exception>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public IterableDataset CastColumn(string column, Feature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        Features known = Features ?? throw DataError.UnknownFeatures("CastColumn");
        _ = known[column];
        return Cast(new Features(known.Select(pair => pair.Key == column ? KeyValuePair.Create(column, feature) : pair)));
    }

    /// <summary>Says what the columns hold: values are converted, and a column that a row lacks is null there.</summary>
    /// <param name="features">All columns and what each holds.</param>
    /// <remarks>While rows are read, <see cref="ArgumentException"/> says which row has another column or a value that cannot be converted.</remarks>
    public IterableDataset Cast(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return Changed(new RowCast(features, Features).Of, keepsTables: true, features);
    }

    private IterableDataset Changed(RowColumns columns, bool keepsTables, Features? features) =>
        Changed((row, _) => columns.Of(row), keepsTables, features);

    /// <summary>The same data set, whose columns are looked up in the first rows if they are not known.</summary>
    internal IterableDataset ResolveFeatures() => Features is not null ? this : With(_stream, Features.Of(this.Take<Example>(5)));
}
