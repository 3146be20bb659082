using System.Globalization;

namespace FineTune.Data;

/// <summary>Gives a stored value as the type a caller asks for, if no information is lost that way.</summary>
internal static class ValueConversion
{
    public static bool TryConvert<T>(object? value, out T result)
    {
        if (value is T same)
        {
            result = same;
            return true;
        }

        result = default!;
        if (value is null)
        {
            return default(T) is null;
        }

        object? converted = Convert(value, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
        if (converted is not T fits)
        {
            return false;
        }

        result = fits;
        return true;
    }

    private static object? Convert(object value, Type target)
    {
        if (target.IsArray)
        {
            return ToArray(value, target);
        }

        return value switch
        {
            long or int or bool => FromInteger(ValueKinds.ToInt64(value), target),
            double or float => FromFloat(ValueKinds.ToDouble(value), target),
            _ => null,
        };
    }

    private static object? FromInteger(long value, Type target) => Type.GetTypeCode(target) switch
    {
        TypeCode.Int64 => value,
        TypeCode.Int32 when value is >= int.MinValue and <= int.MaxValue => (int)value,
        TypeCode.Int16 when value is >= short.MinValue and <= short.MaxValue => (short)value,
        TypeCode.Byte when value is >= byte.MinValue and <= byte.MaxValue => (byte)value,
        TypeCode.Double => (double)value,
        TypeCode.Single => (float)value,
        _ => null,
    };

    private static object? FromFloat(double value, Type target) => Type.GetTypeCode(target) switch
    {
        TypeCode.Double => value,
        TypeCode.Single => (float)value,
        TypeCode.Int64 when IsWhole(value) => (long)value,
        TypeCode.Int32 when IsWhole(value) && Math.Abs(value) <= int.MaxValue => (int)value,
        _ => null,
    };

    private static bool IsWhole(double value) => Math.Floor(value) == value && Math.Abs(value) < 1L << 53;

    private static object? ToArray(object value, Type target) => ValueKinds.Of(value) switch
    {
        not ValueKind.StringList when ListConversion.HasNulls(value) => null,
        ValueKind.Int32List or ValueKind.Int64List when target == typeof(long[]) => ListConversion.ToInt64(value),
        ValueKind.Int64List when target == typeof(int[]) => Narrow(ListConversion.ToInt64(value)),
        ValueKind.SingleList or ValueKind.DoubleList or ValueKind.Int32List or ValueKind.Int64List when target == typeof(float[]) =>
            ListConversion.ToSingle(value),
        ValueKind.SingleList or ValueKind.DoubleList or ValueKind.Int32List or ValueKind.Int64List when target == typeof(double[]) =>
            ListConversion.ToDouble(value),
        ValueKind.EmptyList => Empty(target),
        _ => null,
    };

    private static int[]? Narrow(long[] values) => Array.TrueForAll(values, value => value is >= int.MinValue and <= int.MaxValue)
        ? Array.ConvertAll(values, value => (int)value)
        : null;

    /// <summary>An array of that type, or one that can stand for it, without elements; null for what is no list of a column.</summary>
    public static Array? Empty(Type target) =>
        target == typeof(int[]) ? Array.Empty<int>()
        : target == typeof(long[]) ? Array.Empty<long>()
        : target == typeof(float[]) ? Array.Empty<float>()
        : target == typeof(double[]) ? Array.Empty<double>()
        : target == typeof(string[]) ? Array.Empty<string>()
        : target == typeof(bool[]) ? Array.Empty<bool>()
        : target == typeof(System.Collections.IEnumerable) || target == typeof(object?[]) ? Array.Empty<object?>()
        : null;

    public static string Show(object? value)
    {
        string text = value switch
        {
            null => "null",
            string s => "\"" + s + "\"",
            bool b => b ? "true" : "false",
            DateOnly or TimeOnly or DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            System.Collections.IEnumerable list when value is not System.Collections.IDictionary => ShowList(list),
            _ => value.ToString() ?? string.Empty,
        };
        return text.Length <= 80 ? text : text[..77] + "...";
    }

    /// <summary>Gets the first values of a list, and dots where there are more.</summary>
    public static string ShowList(System.Collections.IEnumerable list, int most = 9)
    {
        string[] shown = [.. list.Cast<object?>().Take(most + 1).Select(Show)];
        return $"[{string.Join(", ", shown.Take(most))}{(shown.Length > most ? ", ..." : string.Empty)}]";
    }
}
