using System.Collections;
using System.Globalization;

namespace FineTune.Data;

/// <summary>A list of any kind as an array of one type; an array of that type stays itself.</summary>
internal static class ListConversion
{
    public static int[] ToInt32(object list) =>
        list as int[] ?? Convert(list, value => System.Convert.ToInt32(value, CultureInfo.InvariantCulture));

    public static long[] ToInt64(object list) => list switch
    {
        long[] array => array,
        int[] array => Array.ConvertAll(array, value => (long)value),
        _ => Convert(list, ValueKinds.ToInt64),
    };

    public static float[] ToSingle(object list) => list switch
    {
        float[] array => array,
        double[] array => Array.ConvertAll(array, value => (float)value),
        int[] array => Array.ConvertAll(array, value => (float)value),
        long[] array => Array.ConvertAll(array, value => (float)value),
        _ => Convert(list, value => (float)ValueKinds.ToDouble(value)),
    };

    public static double[] ToDouble(object list) => list switch
    {
        double[] array => array,
        float[] array => Array.ConvertAll(array, value => (double)value),
        _ => Convert(list, ValueKinds.ToDouble),
    };

    public static bool[] ToBool(object list) => list as bool[] ?? Convert(list, value => (bool)value);

    public static string?[] ToStrings(object list) => list as string?[] ?? [.. ((IEnumerable)list).Cast<string?>()];

    /// <summary>Gets whether an element is missing: then no array of numbers can hold the list.</summary>
    public static bool HasNulls(object? list) => list is IEnumerable values and not (int[] or long[] or float[] or double[] or bool[] or string) && values.Cast<object?>().Contains(null);

    /// <summary>A list some of whose elements are missing; the others are what <paramref name="element"/> is in an array.</summary>
    public static object?[] WithNulls(object list, Feature element) => [.. ((IEnumerable)list).Cast<object?>().Select(value => value switch
    {
        null => null,
        _ when element == Value.Int64 => ValueKinds.ToInt64(value),
        _ when element == Value.Float64 => ValueKinds.ToDouble(value),
        _ => value,
    })];

    /// <summary>Elements of a known kind in the array that a column holds lists of them in; with missing ones, or of another kind, as they are.</summary>
    public static object Typed(object?[] elements, Feature element) => element switch
    {
        Value { Dtype: { } dtype } when Dtypes.IsText(dtype) => ToStrings(elements),
        _ when elements.Contains(null) => elements,
        ClassLabel or Value { Dtype: "int64" or "uint32" } => ToInt64(elements),
        Value { Dtype: "float64" } => ToDouble(elements),
        Value { Dtype: "float32" or "float16" } => ToSingle(elements),
        Value { Dtype: "bool" } => ToBool(elements),
        _ when ColumnFactory.IsInt32Element(element) => ToInt32(elements),
        _ => elements,
    };

    private static T[] Convert<T>(object list, Func<object, T> convert) => [.. ((IEnumerable)list).Cast<object>().Select(convert)];
}
