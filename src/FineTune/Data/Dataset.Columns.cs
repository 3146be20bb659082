using System.Collections;
using System.ComponentModel;
using FineTune.Data;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>Gives a column another name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">Another column has the new name.</exception>
    public Dataset RenameColumn(string originalColumnName, string newColumnName) =>
        RenameColumns(new Dictionary<string, string> { [originalColumnName] = newColumnName });

    /// <summary>Gives several columns other names.</summary>
    /// <param name="columnMapping">The new name by the old one.</param>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    /// <exception cref="ArgumentException">Two columns would have one name.</exception>
    public Dataset RenameColumns(IReadOnlyDictionary<string, string> columnMapping)
    {
        ArgumentNullException.ThrowIfNull(columnMapping);
        RequireAll([.. columnMapping.Keys]);
        string Renamed(string name) => columnMapping.GetValueOrDefault(name, name);
        StoredColumn[] columns = Array.ConvertAll(_columns, column => column with { Name = Renamed(column.Name) });
        return WithColumns(columns, VisibleOrNull is { } visible ? Array.ConvertAll(visible, Renamed) : null);
    }

    /// <summary>Leaves out some columns.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public Dataset RemoveColumns(params IReadOnlyList<string> columnNames)
    {
        RequireAll(columnNames);
        StoredColumn[] left = Array.FindAll(_columns, column => !columnNames.Contains(column.Name, StringComparer.Ordinal));
        return WithColumns(left, VisibleOrNull?.Except(columnNames, StringComparer.Ordinal).ToArray());
    }

    /// <summary>Keeps only some columns, in the order given.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public Dataset SelectColumns(params IReadOnlyList<string> columnNames)
    {
        ArgumentNullException.ThrowIfNull(columnNames);
        return WithColumns([.. columnNames.Select(Stored)], VisibleOrNull?.Intersect(columnNames, StringComparer.Ordinal).ToArray());
    }

    /// <summary>Adds a column.</summary>
    /// <param name="name">Its name, which no other column has.</param>
    /// <param name="column">An array or another list with one value a row.</param>
    /// <param name="feature">What it shall hold. Default null: found out from the values.</param>
    /// <exception cref="ArgumentException">
    /// The name is taken, the number of values is not that of the rows, or a value cannot be stored.
    /// </exception>
    public Dataset AddColumn(string name, IEnumerable column, Feature? feature = null)
    {
        StoredColumn added = new(name, BuildColumn(name, column, DescribeRow));
        ColumnData data = feature is null ? added.Data : ColumnCast.To(added, feature, DescribeRow);
        if (data.Count != NumRows)
        {
            throw DataError.ColumnLengthsDiffer(_columns.Length == 0 ? "(rows)" : _columns[0].Name, NumRows, name, data.Count);
        }

        if (_names.IndexOf(name) >= 0)
        {
            throw DataError.DuplicateColumn(name, [.. _names.All, name]);
        }

        StoredColumn[] columns = [.. _columns.Select(Gathered), new StoredColumn(name, feature ?? data.Feature, data)];
        return new Dataset(columns, NumRows, rows: null, GatheredOrigin(), VisibleOrNull is { } visible ? [.. visible, name] : null)
        {
            Transform = Transform,
        };
    }

    /// <summary>
    /// Converts a column: texts to the numbers of a <see cref="ClassLabel"/> or to numbers, numbers to texts, lists by their elements, objects by
    /// their fields, and so on. Nulls stay null.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="feature">What it shall hold.</param>
    /// <exception cref="ArgumentException">A value cannot be converted; the message names row, value and fix.</exception>
    public Dataset CastColumn(string column, Feature feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        StoredColumn source = Gathered(Stored(column));
        StoredColumn cast = new(column, feature, ColumnCast.To(source, feature, DescribeRow));
        return Replaced(cast);
    }

    /// <summary>
    /// Converts a column to a <see cref="ClassLabel"/> whose names are the column's distinct values as texts, sorted by code point.
    /// </summary>
    /// <param name="column">A column of texts, whole numbers or truth values.</param>
    /// <param name="includeNulls">Whether nulls become a class <c>"None"</c>; else they stay null. Default false.</param>
    /// <exception cref="ArgumentException">The column holds lists, objects or numbers with a fraction.</exception>
    public Dataset ClassEncodeColumn(string column, bool includeNulls = false)
    {
        return Stored(column).Feature is ClassLabel
            ? this
            : WithClassNames(column, includeNulls, out IReadOnlyList<string> names).CastColumn(column, new ClassLabel(names));
    }

    /// <summary>Gets the distinct values of a column in the order of their first rows.</summary>
    public IReadOnlyList<object?> Unique(string column)
    {
        Column values = this[column];
        if (values.Feature is Sequence or Struct || values.Feature == Value.Struct)
        {
            throw DataError.CannotSort(column, values.Feature);
        }

        return [.. values.Distinct()];
    }

    /// <summary>
    /// Lets rows show only some columns, in the order given; the others stay part of the data set. The reference's <c>with_format</c>;
    /// there is no <c>set_format</c>, since a data set never changes.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such column; the message names the nearest.</exception>
    public Dataset WithFormat(params IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        RequireAll(columns);
        return new Dataset(_columns, NumRows, _rows, _origin, [.. columns]);
    }

    /// <summary>Lets rows show all columns again, as they are.</summary>
    public Dataset ResetFormat() => new(_columns, NumRows, _rows, _origin);

    /// <summary>SetFormat is WithFormat here: it returns another data set and leaves this one as it is.</summary>
    [Obsolete("SetFormat is WithFormat here: it returns another data set and leaves this one as it is.", error: true), EditorBrowsable(EditorBrowsableState.Never)]
    public void SetFormat(params object?[] arguments) => throw new NotSupportedException("SetFormat is WithFormat here.");

    /// <summary>Turns a column to texts that name classes, and says which there are, sorted by code point.</summary>
    internal Dataset WithClassNames(string column, bool includeNulls, out IReadOnlyList<string> names)
    {
        StoredColumn texts = ColumnCast.ToClassNames(Gathered(Stored(column)), includeNulls);
        IEnumerable<string> present = ((ReferenceData<string>)texts.Data).Values.OfType<string>();
        names = [.. present.Distinct(StringComparer.Ordinal).Order(CodePointOrder.Instance)];
        return Replaced(texts);
    }
}
