using System.Collections;

namespace FineTune.Data;

/// <summary>Makes columns, lists and single values of arrays as files hold them, by what they mean.</summary>
internal static class ColumnFactory
{
    /// <summary>A column of values, one a row; the array becomes part of it.</summary>
    public static ColumnData Of<T>(T[] values, bool[]? nulls, Feature feature) => values switch
    {
        _ when feature is Value { Dtype: "null" } => new ReferenceData<object>(new object?[values.Length], Value.Null),
        ulong[] numbers when typeof(T) == typeof(ulong) => Array.TrueForAll(numbers, number => number <= long.MaxValue)
            ? new PrimitiveData<long>(Array.ConvertAll(numbers, number => (long)number), nulls)
            : new PrimitiveData<ulong>(numbers, nulls),
        long[] numbers when TemporalUnit.Of(feature) is not null => new TemporalData(new PrimitiveData<long>(numbers, nulls), feature),
        long[] numbers => new PrimitiveData<long>(numbers, nulls),
        double[] numbers => new PrimitiveData<double>(numbers, nulls),
        decimal[] numbers => new PrimitiveData<decimal>(numbers, nulls),
        bool[] flags => new PrimitiveData<bool>(flags, nulls),
        string?[] texts => new ReferenceData<string>(texts, feature),
        byte[]?[] blobs => new ReferenceData<byte[]>(blobs, feature),
        _ => throw new InvalidOperationException($"No column holds {typeof(T)}."),
    };

    /// <summary>A column that holds nothing but nulls, whatever it could hold.</summary>
    public static ColumnData Nulls(int count, Feature feature)
    {
        bool[]? nulls = count == 0 ? null : [.. Enumerable.Repeat(true, count)];
        return feature switch
        {
            Value { Dtype: "bool" } => Of(new bool[count], nulls, feature),
            Value { Dtype: { } dtype } when Dtypes.IsFloat(dtype) => Of(new double[count], nulls, feature),
            Value { Dtype: { } dtype } when Dtypes.IsText(dtype) => Of(new string?[count], nulls, feature),
            Value { Dtype: { } dtype } when Dtypes.IsBinary(dtype) => Of(new byte[]?[count], nulls, feature),
            Value { Dtype: { } dtype } when Dtypes.TryDecimal(dtype, out _, out _) => Of(new decimal[count], nulls, feature),
            Value or ClassLabel => Of(new long[count], nulls, feature),
            _ => OfObjects(new object?[count], feature),
        };
    }

    /// <summary>A list of one row; a list of times holds .NET's types.</summary>
    public static object ListOf<T>(ReadOnlySpan<T> values, Feature element)
    {
        if (TemporalUnit.Of(element) is null && typeof(T) != typeof(ulong))
        {
            return values.ToArray();
        }

        object?[] boxed = new object?[values.Length];
        for (int i = 0; i < boxed.Length; i++)
        {
            boxed[i] = Box(values[i], element);
        }

        return boxed;
    }

    /// <summary>A value inside a list or an object.</summary>
    public static object? Box<T>(T value, Feature feature) => value switch
    {
        long number when TemporalUnit.Of(feature) is { } unit => unit.Box(number),
        ulong number when number <= long.MaxValue => (long)number,
        _ => value,
    };

    /// <summary>Gets whether lists of such elements are arrays of <see cref="int"/>.</summary>
    public static bool IsInt32Element(Feature element) => element is Value { Dtype: "int8" or "int16" or "int32" or "uint8" or "uint16" };

    /// <summary>A column of lists or objects, one a row.</summary>
    public static ColumnData OfObjects(object?[] values, Feature feature) => feature is not Sequence { Of: { } element }
        ? new ReferenceData<object>(values, feature)
        : element switch
        {
            ClassLabel => Lists<long>(values, feature),
            Value { Dtype: "bool" } => Lists<bool>(values, feature),
            Value { Dtype: "float64" } => Lists<double>(values, feature),
            Value { Dtype: "float32" or "float16" } => Lists<float>(values, feature),
            Value { Dtype: "int64" or "uint32" } => Lists<long>(values, feature),
            Value { Dtype: { } dtype } when Dtypes.IsText(dtype) => Lists<string?>(values, feature),
            _ when IsInt32Element(element) => Lists<int>(values, feature),
            _ => new ReferenceData<IEnumerable>(Array.ConvertAll(values, value => (IEnumerable?)value), feature),
        };

    /// <summary>Joins columns of one feature that were read piece by piece.</summary>
    public static ColumnData Join(IReadOnlyList<ColumnData> pieces) => pieces switch
    {
        [ColumnData only] => only,
        _ when pieces.All(piece => piece.GetType() == pieces[0].GetType()) => pieces[0].Join([.. pieces]),
        _ when pieces.Any(piece => piece is PrimitiveData<ulong>) => Unsigned(pieces[0]).Join([.. pieces.Select(Unsigned)]),
        _ => OfObjects([.. pieces.SelectMany(piece => Enumerable.Range(0, piece.Count).Select(piece.Get))], pieces[0].Feature),
    };

    private static PrimitiveData<ulong> Unsigned(ColumnData piece) => piece as PrimitiveData<ulong> ?? new PrimitiveData<ulong>(
        Array.ConvertAll(((PrimitiveData<long>)piece).Values, value => (ulong)value),
        piece.HasNulls ? [.. Enumerable.Range(0, piece.Count).Select(piece.IsNull)] : null);

    private static ColumnData Lists<T>(object?[] values, Feature feature) => Array.TrueForAll(values, value => value is null or T[])
        ? new ReferenceData<T[]>(Array.ConvertAll(values, value => (T[]?)value), feature)
        : new ReferenceData<IEnumerable>(Array.ConvertAll(values, value => (IEnumerable?)value), feature);
}
