using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace FineTune.Data;

/// <summary>Takes the values out of Arrow's arrays.</summary>
internal static class ArrowArrayReader
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private delegate ReadOnlySpan<byte> BytesOf(int index);

    /// <summary>Makes a column of an array.</summary>
    public static ColumnData Column(IArrowArray array, Feature feature) =>
        array is NullArray ? ColumnFactory.Nulls(array.Length, feature) : Values(array, feature, isElement: false).ToColumn(feature);

    private static ArrowValues Values(IArrowArray array, Feature feature, bool isElement)
    {
        ArrowRoom.Require(array);
        return ValuesOf(array, feature, isElement);
    }

    private static ArrowValues ValuesOf(IArrowArray array, Feature feature, bool isElement) => array switch
    {
        ExtensionArray extension => Values(extension.Storage, feature, isElement),
        NullArray => new ArrowRows(array.Length, _ => null),
        DictionaryArray dictionary => Values(dictionary.Dictionary, feature, isElement).Gather(Indices(dictionary.Indices)),
        MapArray map => Lists(map, row => map.ValueOffsets[row], map.KeyValues, feature),
        ListArray list => Lists(list, row => list.ValueOffsets[row], list.Values, feature),
        LargeListArray list => Lists(list, row => checked((int)list.ValueOffsets[row]), list.Values, feature),
        FixedSizeListArray list => Lists(list, row => (list.Offset + row) * ((FixedSizeListType)list.Data.DataType).ListSize, list.Values, feature),
        StructArray fields => Structs(fields, (Struct)feature),
        BooleanArray flags => Make(flags, feature, row => flags.GetValue(row)!.Value),
        StringArray texts => Texts(texts, feature, row => texts.GetBytes(row)),
        LargeStringArray texts => Texts(texts, feature, row => texts.GetBytes(row)),
        StringViewArray texts => Texts(texts, feature, row => texts.GetBytes(row)),
        BinaryArray blobs => Make(blobs, feature, row => blobs.GetBytes(row).ToArray()),
        LargeBinaryArray blobs => Make(blobs, feature, row => blobs.GetBytes(row).ToArray()),
        BinaryViewArray blobs => Make(blobs, feature, row => blobs.GetBytes(row).ToArray()),
        _ when feature is Value { Dtype: { } dtype } && Dtypes.TryDecimal(dtype, out _, out int scale) => Decimals(array, scale, feature),
        Apache.Arrow.Arrays.FixedSizeBinaryArray blobs => Make(blobs, feature, row => blobs.GetBytes(row).ToArray()),
        _ => Numbers(array, feature, isElement),
    };

    private static ArrowValues Numbers(IArrowArray array, Feature feature, bool isElement) => array switch
    {
        Int8Array numbers => Whole(numbers, feature, isElement, row => numbers.Values[row]),
        Int16Array numbers => Whole(numbers, feature, isElement, row => numbers.Values[row]),
        Int32Array numbers => Whole(numbers, feature, isElement, row => numbers.Values[row]),
        UInt8Array numbers => Whole(numbers, feature, isElement, row => numbers.Values[row]),
        UInt16Array numbers => Whole(numbers, feature, isElement, row => numbers.Values[row]),
        UInt32Array numbers => Make<long>(numbers, feature, row => numbers.Values[row]),
        Int64Array numbers => Make(numbers, feature, row => numbers.Values[row]),
        UInt64Array numbers => Make(numbers, feature, row => numbers.Values[row]),
        HalfFloatArray numbers => Fractions(numbers, feature, isElement, row => (double)numbers.Values[row]),
        FloatArray numbers => Fractions(numbers, feature, isElement, row => numbers.Values[row]),
        DoubleArray numbers => Fractions(numbers, feature, isElement, row => numbers.Values[row]),
        Date32Array days => Times(days, feature, row => days.Values[row]),
        Date64Array days => Times(days, feature, row => days.Values[row]),
        Time32Array times => Times(times, feature, row => times.Values[row]),
        Time64Array times => Times(times, feature, row => times.Values[row]),
        TimestampArray times => Times(times, feature, row => times.Values[row]),
        DurationArray spans => Times(spans, feature, row => spans.Values[row]),
        _ => throw new NotSupportedException($"it holds values of Arrow's type \"{array.Data.DataType.Name}\"; cast the column to another type where it was written"),
    };

    private static ArrowValues Whole(IArrowArray array, Feature feature, bool isElement, Func<int, int> get) =>
        isElement && ColumnFactory.IsInt32Element(feature) ? Make(array, feature, get) : Make<long>(array, feature, row => get(row));

    private static ArrowValues Fractions(IArrowArray array, Feature feature, bool isElement, Func<int, double> get) =>
        isElement && feature is not Value { Dtype: "float64" } ? Make(array, feature, row => (float)get(row)) : Make(array, feature, get);

    /// <summary>Numbers that count time, in the unit asked for.</summary>
    private static ArrowValues<long> Times(IArrowArray array, Feature feature, Func<int, long> get)
    {
        TemporalUnit? stored = TemporalUnit.Of(ArrowTypes.FeatureOf(array.Data.DataType));
        return stored is { } from && TemporalUnit.Of(feature) is { } to && from != to
            ? Make(array, feature, row => from.To(to, get(row)))
            : Make(array, feature, get);
    }

    private static ArrowValues<string?> Texts(IArrowArray array, Feature feature, BytesOf get) =>
        Make<string?>(array, feature, row => s_utf8.GetString(get(row)));

    private static ArrowValues<decimal> Decimals(IArrowArray array, int scale, Feature feature)
    {
        int width = ((FixedWidthType)array.Data.DataType).BitWidth / 8;
        return Make(array, feature, row =>
            DecimalText.Scaled(new BigInteger(array.Data.Buffers[1].Span.Slice((array.Data.Offset + row) * width, width)), scale));
    }

    private static ArrowRows Lists(IArrowArray array, Func<int, int> startOf, IArrowArray elements, Feature feature)
    {
        ArrowValues values = Values(elements, ((Sequence)feature).Of, isElement: true);
        return new ArrowRows(array.Length, row => array.IsNull(row) ? null : values.List(startOf(row), startOf(row + 1) - startOf(row)));
    }

    private static ArrowRows Structs(StructArray array, Struct feature)
    {
        ColumnNames names = new([.. feature.Fields.Keys]);
        ArrowValues[] fields = [.. array.Fields.Select((field, i) => Values(field, feature.Fields[names.All[i]], isElement: false))];
        return new ArrowRows(
            array.Length,
            row => array.IsNull(row) ? null : new Example(names, System.Array.ConvertAll(fields, field => field.Box(row)), source: null, row: 0));
    }

    private static int[] Indices(IArrowArray array)
    {
        Func<int, long> get = array switch
        {
            Int8Array numbers => row => numbers.Values[row],
            Int16Array numbers => row => numbers.Values[row],
            Int32Array numbers => row => numbers.Values[row],
            Int64Array numbers => row => numbers.Values[row],
            UInt8Array numbers => row => numbers.Values[row],
            UInt16Array numbers => row => numbers.Values[row],
            UInt32Array numbers => row => numbers.Values[row],
            UInt64Array numbers => row => checked((long)numbers.Values[row]),
            _ => throw new FormatException("places in a dictionary that are no whole numbers"),
        };
        ArrowValues<long> places = Make(array, Value.Int64, get);
        int[] indices = new int[array.Length];
        for (int row = 0; row < indices.Length; row++)
        {
            indices[row] = places.Box(row) is long place ? checked((int)place) : -1;
        }

        return indices;
    }

    private static ArrowValues<T> Make<T>(IArrowArray array, Feature feature, Func<int, T> get)
    {
        T[] values = new T[array.Length];
        bool[]? nulls = null;
        for (int row = 0; row < values.Length; row++)
        {
            if (array.IsNull(row))
            {
                (nulls ??= new bool[values.Length])[row] = true;
            }
            else
            {
                values[row] = get(row);
            }
        }

        return new ArrowValues<T>(values, nulls, feature);
    }
}
