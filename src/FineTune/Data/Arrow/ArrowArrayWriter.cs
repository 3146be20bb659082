using System.Buffers.Binary;
using System.Collections;
using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FineTune.Data;

/// <summary>Makes Arrow's arrays of values.</summary>
internal static class ArrowArrayWriter
{
    private delegate void Write(Span<byte> into, object value);

    public static ArrayData Make(Feature feature, IReadOnlyList<object?> values)
    {
        IArrowType type = ArrowTypes.TypeOf(feature);
        return type switch
        {
            NullType => new ArrayData(type, values.Count, values.Count, 0, []),
            BooleanType => Array(type, values, [Bits(values, value => value is true)]),
            StringType or BinaryType => Blobs(type, values, sizeof(int)),
            LargeStringType or LargeBinaryType => Blobs(type, values, sizeof(long)),
            FixedSizeListType list => Array(type, values, [], Make(((Sequence)feature).Of, FixedElements(list, values))),
            ListType => Lists(type, values, ((Sequence)feature).Of, sizeof(int)),
            LargeListType => Lists(type, values, ((Sequence)feature).Of, sizeof(long)),
            StructType => Array(type, values, [], [.. ((Struct)feature).Fields.Select(field => Make(field.Value, Field(values, field.Key)))]),
            FixedWidthType fixedWidth => Fixed(fixedWidth, values, Writer(feature, fixedWidth)),
            _ => throw new NotSupportedException($"Arrow cannot write {feature}"),
        };
    }

    private static ArrayData Array(IArrowType type, IReadOnlyList<object?> values, ArrowBuffer[] buffers, params ArrayData[] children)
    {
        int nulls = values.Count(value => value is null);
        ArrowBuffer validity = nulls == 0 ? ArrowBuffer.Empty : Bits(values, value => value is not null);
        return new ArrayData(type, values.Count, nulls, 0, [validity, .. buffers], children);
    }

    private static ArrowBuffer Bits(IReadOnlyList<object?> values, Func<object?, bool> isSet)
    {
        byte[] bits = new byte[(values.Count + 7) / 8];
        for (int i = 0; i < values.Count; i++)
        {
            bits[i / 8] |= (byte)((isSet(values[i]) ? 1 : 0) << (i % 8));
        }

        return new ArrowBuffer(bits);
    }

    private static ArrayData Fixed(FixedWidthType type, IReadOnlyList<object?> values, Write write)
    {
        int width = type.BitWidth / 8;
        byte[] bytes = new byte[width * values.Count];
        for (int i = 0; i < values.Count; i++)
        {
            if (values[i] is { } value)
            {
                write(bytes.AsSpan(i * width, width), value);
            }
        }

        return Array(type, values, [new ArrowBuffer(bytes)]);
    }

    private static Write Writer(Feature feature, FixedWidthType type) => type switch
    {
        _ when TemporalUnit.Of(feature) is { } unit => (into, value) => WriteWhole(into, value as long? ?? unit.Unbox(value) ?? throw Unfit(value, feature)),
        _ when feature is Value { Dtype: { } dtype } && Dtypes.TryDecimal(dtype, out _, out int scale) => (into, value) => WriteDecimal(into, (decimal)value, scale),
        FixedSizeBinaryType blob => (into, value) => (value is byte[] bytes && bytes.Length == blob.ByteWidth ? bytes : throw Unfit(value, feature)).CopyTo(into),
        HalfFloatType => (into, value) => BinaryPrimitives.WriteHalfLittleEndian(into, (Half)ValueKinds.ToDouble(value)),
        FloatType => (into, value) => BinaryPrimitives.WriteSingleLittleEndian(into, (float)ValueKinds.ToDouble(value)),
        DoubleType => (into, value) => BinaryPrimitives.WriteDoubleLittleEndian(into, ValueKinds.ToDouble(value)),
        UInt64Type => (into, value) => BinaryPrimitives.WriteUInt64LittleEndian(into, value is ulong large ? large : checked((ulong)ValueKinds.ToInt64(value))),
        _ => (into, value) => WriteWhole(into, ValueKinds.ToInt64(value)),
    };

    /// <summary>The lowest bytes of a number; the type it came from has as many.</summary>
    private static void WriteWhole(Span<byte> into, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes[..into.Length].CopyTo(into);
    }

    private static void WriteDecimal(Span<byte> into, decimal value, int scale)
    {
        BigInteger digits = DecimalText.Digits(value, scale);
        into.Fill(digits.Sign < 0 ? (byte)0xFF : (byte)0);
        digits.TryWriteBytes(into, out _);
    }

    private static ArrayData Blobs(IArrowType type, IReadOnlyList<object?> values, int offsetWidth)
    {
        ArrowBuffer.Builder<byte> bytes = new();
        byte[] offsets = new byte[offsetWidth * (values.Count + 1)];
        for (int i = 0; i < values.Count; i++)
        {
            switch (values[i])
            {
                case string text:
                    bytes.Append(Encoding.UTF8.GetBytes(text).AsSpan());
                    break;
                case byte[] blob:
                    bytes.Append(blob.AsSpan());
                    break;
            }

            WriteWhole(offsets.AsSpan((i + 1) * offsetWidth, offsetWidth), bytes.Length);
        }

        return Array(type, values, [new ArrowBuffer(offsets), bytes.Build()]);
    }

    private static ArrayData Lists(IArrowType type, IReadOnlyList<object?> values, Feature element, int offsetWidth)
    {
        List<object?> elements = [];
        byte[] offsets = new byte[offsetWidth * (values.Count + 1)];
        for (int i = 0; i < values.Count; i++)
        {
            elements.AddRange((values[i] as IEnumerable)?.Cast<object?>() ?? []);
            WriteWhole(offsets.AsSpan((i + 1) * offsetWidth, offsetWidth), elements.Count);
        }

        return Array(type, values, [new ArrowBuffer(offsets)], Make(element, elements));
    }

    private static List<object?> FixedElements(FixedSizeListType type, IReadOnlyList<object?> values)
    {
        List<object?> elements = [];
        foreach (object? list in values)
        {
            int before = elements.Count;
            elements.AddRange((list as IEnumerable)?.Cast<object?>() ?? Enumerable.Repeat<object?>(null, type.ListSize));
            if (elements.Count - before != type.ListSize)
            {
                throw new ArgumentException($"A list has {elements.Count - before} elements where the column says {type.ListSize}. Give every list that length.");
            }
        }

        return elements;
    }

    private static object?[] Field(IReadOnlyList<object?> values, string key)
    {
        object?[] fields = new object?[values.Count];
        for (int i = 0; i < fields.Length; i++)
        {
            fields[i] = values[i] is IReadOnlyDictionary<string, object?> row && row.TryGetValue(key, out object? field) ? field : null;
        }

        return fields;
    }

    private static ArgumentException Unfit(object value, Feature feature) =>
        new($"{ValueConversion.Show(value)} cannot be written as {feature}. Convert it, or cast the column.");
}
