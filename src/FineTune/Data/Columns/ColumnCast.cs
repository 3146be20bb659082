using System.Globalization;

namespace FineTune.Data;

/// <summary>Converts a column's values to what another kind of column holds.</summary>
internal static class ColumnCast
{
    private const NumberStyles FloatStyle = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static ColumnData To(StoredColumn column, Feature feature, Func<int, string> describe) => feature switch
    {
        ClassLabel label => ToClasses(column, label, describe),
        _ when column.Feature == feature => column.Data,
        Value { Dtype: "string" } => new ReferenceData<string>(Texts(column, describe), Value.String),
        Value { Dtype: "int64" } => Convert(column, feature, describe, ToInt64),
        Value { Dtype: "float64" } => Convert(column, feature, describe, ToDouble),
        Value { Dtype: "bool" } => Convert(column, feature, describe, ToBool),
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

    private static PrimitiveData<long> ToClasses(StoredColumn column, ClassLabel label, Func<int, string> describe) =>
        Convert<long>(column, label, describe, value => value switch
        {
            string text => label.TryStr2Int(text, out int id) ? id : null,
            _ => ToInt64(value) is { } number && number >= -1 && number < label.NumClasses ? number : null,
        });

    private static string?[] Texts(StoredColumn column, Func<int, string> describe)
    {
        string?[] texts = new string?[column.Data.Count];
        for (int row = 0; row < texts.Length; row++)
        {
            texts[row] = column.Data.Get(row) switch
            {
                null => null,
                long id when column.Feature is ClassLabel label => id < 0 ? null : label.Int2Str((int)id),
                string text => text,
                bool flag => flag ? "true" : "false",
                long number => number.ToString(CultureInfo.InvariantCulture),
                double number => FloatText.Arrow(number),
                object value => throw DataError.CannotConvert(column.Name, value, Value.String, describe(row)),
            };
        }

        return texts;
    }

    private static PrimitiveData<T> Convert<T>(StoredColumn column, Feature feature, Func<int, string> describe, Func<object, T?> convert)
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

    private static long? ToInt64(object value) => value switch
    {
        long number => number,
        bool flag => flag ? 1 : 0,
        double number when Math.Floor(number) == number && Math.Abs(number) < 1L << 53 => (long)number,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };

    private static double? ToDouble(object value) => value switch
    {
        double number => number,
        long number => number,
        bool flag => flag ? 1 : 0,
        string text when double.TryParse(text, FloatStyle, CultureInfo.InvariantCulture, out double number) => number,
        _ => null,
    };

    private static bool? ToBool(object value) => value switch
    {
        bool flag => flag,
        long number => number != 0,
        double number => number != 0,
        string text when text.Equals("true", StringComparison.OrdinalIgnoreCase) || text == "1" => true,
        string text when text.Equals("false", StringComparison.OrdinalIgnoreCase) || text == "0" => false,
        _ => null,
    };
}
