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

    private static T[] Convert<T>(object list, Func<object, T> convert) => [.. ((IEnumerable)list).Cast<object>().Select(convert)];
}
