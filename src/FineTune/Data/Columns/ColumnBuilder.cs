using System.Collections;

namespace FineTune.Data;

/// <summary>Makes a typed column of values as they come from a function, a JSON file or an object.</summary>
internal static class ColumnBuilder
{
    /// <summary>Makes the column; <paramref name="describe"/> names a row in an error.</summary>
    public static ColumnData Build(string name, object?[] values, Func<int, string> describe)
    {
        ValueKind kind = ValueKind.Null;
        int decidedBy = -1;
        for (int row = 0; row < values.Length; row++)
        {
            ValueKind next = ValueKinds.Of(values[row]);
            if (next == ValueKind.Unsupported)
            {
                throw DataError.UnsupportedValue(name, describe(row), values[row]!.GetType());
            }

            if (!ValueKinds.TryCombine(kind, next, out ValueKind both))
            {
                throw DataError.MixedTypes(name, describe(decidedBy), values[decidedBy]!, describe(row), values[row]!);
            }

            decidedBy = both == kind ? decidedBy : row;
            kind = both;
        }

        return Build(kind, values);
    }

    private static ColumnData Build(ValueKind kind, object?[] values) => kind switch
    {
        ValueKind.Null => new ReferenceData<object>(values, Value.Null),
        ValueKind.Bool => Primitive(values, value => (bool)value),
        ValueKind.Integer => Primitive(values, ValueKinds.ToInt64),
        ValueKind.Float => Primitive(values, ValueKinds.ToDouble),
        ValueKind.String => Reference(values, value => (string)value, Value.String),
        ValueKind.EmptyList => Reference<object?[]>(values, list => [.. ((IEnumerable)list).Cast<object?>()], new Sequence(Value.Null)),
        ValueKind.Int32List => Lists(values, ListConversion.ToInt32, Value.Int32),
        ValueKind.Int64List => Lists(values, ListConversion.ToInt64, Value.Int64),
        ValueKind.SingleList => Lists(values, ListConversion.ToSingle, Value.Float32),
        ValueKind.DoubleList => Lists(values, ListConversion.ToDouble, Value.Float64),
        ValueKind.BoolList => Lists(values, ListConversion.ToBool, Value.Bool),
        ValueKind.StringList => Reference(values, ListConversion.ToStrings, new Sequence(Value.String)),
        ValueKind.ObjectList => Reference(values, value => (IEnumerable)value, new Sequence(Value.Struct)),
        _ => Reference(values, value => value, Value.Struct),
    };

    private static ColumnData Lists<T>(object?[] values, Func<object, T[]> convert, Value element)
    {
        Sequence feature = new(element);
        return Array.Exists(values, ListConversion.HasNulls)
            ? Reference<IEnumerable>(values, list => ListConversion.HasNulls(list) ? ListConversion.WithNulls(list, element) : convert(list), feature)
            : Reference(values, convert, feature);
    }

    private static PrimitiveData<T> Primitive<T>(object?[] values, Func<object, T> convert)
        where T : struct
    {
        T[] converted = new T[values.Length];
        bool[]? nulls = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (values[row] is { } value)
            {
                converted[row] = convert(value);
            }
            else
            {
                (nulls ??= new bool[values.Length])[row] = true;
            }
        }

        return new PrimitiveData<T>(converted, nulls);
    }

    private static ReferenceData<T> Reference<T>(object?[] values, Func<object, T> convert, Feature feature)
        where T : class
    {
        T?[] converted = new T?[values.Length];
        for (int row = 0; row < values.Length; row++)
        {
            converted[row] = values[row] is { } value ? convert(value) : null;
        }

        return new ReferenceData<T>(converted, feature);
    }
}
