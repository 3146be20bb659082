using System.Collections;
using System.Globalization;

namespace FineTune.Data;

/// <summary>Converts a column's values to what another kind of column holds; lists and objects by their elements and fields.</summary>
internal static class ColumnCast
{
    /// <summary>Converts a column.</summary>
    /// <param name="column">The column.</param>
    /// <param name="feature">What it shall hold.</param>
    /// <param name="describe">Names a row in an error.</param>
    /// <param name="writesText">Whether what is not text may become text.</param>
    /// <exception cref="ArgumentException">A value, or the kind of column as a whole, cannot be converted.</exception>
    public static ColumnData To(StoredColumn column, Feature feature, Func<int, string> describe, bool writesText = true) => feature switch
    {
        _ when column.Feature == feature && feature is not ClassLabel => column.Data,
        _ when column.Feature == Value.Null => ColumnFactory.Nulls(column.Data.Count, feature),
        ClassLabel label => ToClasses(column, label, describe),
        Sequence list => ToLists(column, list, describe, writesText),
        Struct fields => ToObjects(column, fields, describe, writesText),
        Value { Dtype: { } dtype } when !writesText && Dtypes.IsText(dtype) && !IsText(column.Feature) => throw DataError.CannotCast(column.Name, column.Feature, feature),
        Value value when column.Feature is Value or ClassLabel && column.Feature != Value.Struct => ToValues(column, value, describe),
        _ => throw DataError.CannotCast(column.Name, column.Feature, feature),
    };

    /// <summary>The values as the texts that name classes: those of Python's <c>str</c>.</summary>
    public static StoredColumn ToClassNames(StoredColumn column, bool includeNulls)
    {
        string?[] names = new string?[column.Data.Count];
        for (int row = 0; row < names.Length; row++)
        {
            names[row] = column.Data.Get(row) switch
            {
                null => includeNulls ? "None" : null,
                string text => text,
                bool flag => flag ? "True" : "False",
                long id when column.Feature is ClassLabel label => id < 0 ? null : label.Int2Str((int)id),
                long number => number.ToString(CultureInfo.InvariantCulture),
                double number => FloatText.Python(number),
                _ => throw DataError.CannotCast(column.Name, column.Feature, Value.String),
            };
        }

        if (Array.TrueForAll(names, name => name is null))
        {
            throw DataError.NoClassNames(column.Name);
        }

        return new StoredColumn(column.Name, new ReferenceData<string>(names, Value.String));
    }

    private static ColumnData ToValues(StoredColumn column, Value value, Func<int, string> describe) => value.Dtype switch
    {
        "bool" => Numbers(column, value, describe, ScalarCast.ToBool),
        _ when Dtypes.IsInteger(value.Dtype) => Numbers(column, value, describe, ScalarCast.ToInteger(value.Dtype)),
        _ when Dtypes.IsFloat(value.Dtype) => Numbers(column, value, describe, ScalarCast.ToFloat(value.Dtype)),
        _ when Dtypes.TryDecimal(value.Dtype, out int precision, out int scale) => Numbers(column, value, describe, ScalarCast.ToDecimal(precision, scale)),
        _ when TemporalUnit.Of(value) is { } unit => new TemporalData(Numbers(column, value, describe, ScalarCast.ToTemporal(unit)), value),
        _ when Dtypes.IsText(value.Dtype) && column.Feature is ClassLabel label =>
            References(column, value, describe, id => (long)id < 0 ? string.Empty : label.Int2Str((int)(long)id), id => (long)id < 0),
        _ when Dtypes.IsText(value.Dtype) && column.Data is TemporalData times => References(column with { Data = times.Numbers }, value, describe, TemporalText.Of(column.Feature)),
        _ when Dtypes.IsText(value.Dtype) => References(column, value, describe, ScalarCast.ToText(column.Feature)),
        _ when Dtypes.IsBinary(value.Dtype) => References(column, value, describe, ScalarCast.ToBytes),
        _ => throw DataError.CannotCast(column.Name, column.Feature, value),
    };

    private static PrimitiveData<long> ToClasses(StoredColumn column, ClassLabel label, Func<int, string> describe) =>
        column.Feature is Value or ClassLabel && column.Feature != Value.Struct
            ? Numbers<long>(column, label, describe, value => value is string text
                ? label.TryStr2Int(text, out int id) ? id : null
                : ScalarCast.ToInt64(value) is { } number && number >= -1 && number < label.NumClasses ? number : null)
            : throw DataError.CannotCast(column.Name, column.Feature, label);

    /// <summary>All elements of all rows are converted as one column, and go back to their rows.</summary>
    private static ColumnData ToLists(StoredColumn column, Sequence list, Func<int, string> describe, bool writesText)
    {
        if (column.Feature is not Sequence)
        {
            throw DataError.CannotCast(column.Name, column.Feature, list);
        }

        List<object?> elements = [];
        List<int> rows = [];
        int?[] lengths = new int?[column.Data.Count];
        for (int row = 0; row < lengths.Length; row++)
        {
            if (column.Data.Get(row) is not { } value)
            {
                continue;
            }

            int start = elements.Count;
            elements.AddRange(((IEnumerable)value).Cast<object?>());
            lengths[row] = elements.Count - start;
            rows.AddRange(Enumerable.Repeat(row, elements.Count - start));
            if (list.Length >= 0 && lengths[row] != list.Length)
            {
                throw DataError.CannotConvert(column.Name, value, list, describe(row));
            }
        }

        ColumnData cast = Cast(column.Name, [.. elements], ((Sequence)column.Feature).Of, list.Of, element => describe(rows[element]), writesText);
        object?[] lists = new object?[lengths.Length];
        int next = 0;
        for (int row = 0; row < lists.Length; row++)
        {
            if (lengths[row] is { } length)
            {
                lists[row] = ListConversion.Typed([.. Enumerable.Range(next, length).Select(cast.Get)], list.Of);
                next += length;
            }
        }

        return ColumnFactory.OfObjects(lists, list);
    }

    /// <summary>Each field is converted as a column; one that an object lacks is null, as in the reference.</summary>
    private static ReferenceData<object> ToObjects(StoredColumn column, Struct fields, Func<int, string> describe, bool writesText)
    {
        if (!FlatColumn.IsObject(column))
        {
            throw DataError.CannotCast(column.Name, column.Feature, fields);
        }

        IReadOnlyDictionary<string, object?>?[] objects = FlatColumn.Objects(column);
        int odd = Array.FindIndex(objects, row => row is not null && row.Keys.Any(key => !fields.Fields.ContainsKey(key)));
        if (odd >= 0)
        {
            throw DataError.CannotConvert(column.Name, objects[odd]!, fields, describe(odd));
        }

        Features? known = (column.Feature as Struct)?.Fields;
        ColumnNames names = new([.. fields.Fields.Keys]);
        ColumnData[] columns =
        [
            .. fields.Fields.Select(field => Cast($"{column.Name}.{field.Key}", Array.ConvertAll(objects, row => row?.GetValueOrDefault(field.Key)), known?.GetValueOrDefault(field.Key), field.Value, describe, writesText)),
        ];
        object?[] rows = new object?[objects.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = objects[row] is null ? null : new Example(names, Array.ConvertAll(columns, data => data.Get(row)), source: null, row: 0);
        }

        return new ReferenceData<object>(rows, fields);
    }

    private static ColumnData Cast(string name, object?[] values, Feature? known, Feature feature, Func<int, string> describe, bool writesText) =>
        To(KnownColumn.Stored(name, values, known, describe), feature, describe, writesText);

    private static bool IsText(Feature feature) => feature is Value { Dtype: { } dtype } && Dtypes.IsText(dtype);

    private static PrimitiveData<T> Numbers<T>(StoredColumn column, Feature feature, Func<int, string> describe, Func<object, T?> convert)
        where T : struct
    {
        T[] values = new T[column.Data.Count];
        bool[]? nulls = column.Data.HasNulls ? new bool[values.Length] : null;
        for (int row = 0; row < values.Length; row++)
        {
            if (column.Data.Get(row) is not { } value)
            {
                nulls![row] = true;
                continue;
            }

            values[row] = convert(value) ?? throw DataError.CannotConvert(column.Name, value, feature, describe(row));
        }

        return new PrimitiveData<T>(values, nulls);
    }

    private static ReferenceData<T> References<T>(
        StoredColumn column, Feature feature, Func<int, string> describe, Func<object, T?> convert, Predicate<object>? isMissing = null)
        where T : class
    {
        T?[] values = new T?[column.Data.Count];
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = column.Data.Get(row) is { } value && isMissing?.Invoke(value) is not true
                ? convert(value) ?? throw DataError.CannotConvert(column.Name, value, feature, describe(row))
                : null;
        }

        return new ReferenceData<T>(values, feature);
    }
}
