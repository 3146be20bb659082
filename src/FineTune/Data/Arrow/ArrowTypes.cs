using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace FineTune.Data;

/// <summary>What Arrow's types are here, and the other way round.</summary>
internal static class ArrowTypes
{
    /// <summary>Gets what the columns of a schema hold: as the data set that was written says it, else as the schema does.</summary>
    public static Features FeaturesOf(Schema schema)
    {
        return FeatureFit.Refine(FeaturesOf(schema.FieldsList), Described(schema));
    }

    /// <summary>
    /// Gets what the schema says that Arrow's writers add to parquet files; null if it names types unknown here, since the file has a schema
    /// of its own.
    /// </summary>
    public static Features? FromParquet(string encoded)
    {
        try
        {
            using ArrowStreamReader reader = new(Convert.FromBase64String(encoded));
            return new Features(FeaturesOf(reader.Schema).Select(column => KeyValuePair.Create(column.Key, AsInParquet(column.Value))));
        }
        catch (Exception error) when (Damage.IsOfArrow(error))
        {
            return null;
        }
    }

    /// <summary>Parquet counts times in milliseconds at least, and dates in days; what was written otherwise comes back as that.</summary>
    private static Feature AsInParquet(Feature feature) => feature switch
    {
        Value { Dtype: "date64" } => new Value("date32"),
        Value { Dtype: "time32[s]" } => new Value("time32[ms]"),
        Value { Dtype: { } dtype } when dtype.StartsWith("timestamp[s", StringComparison.Ordinal) => new Value("timestamp[ms" + dtype["timestamp[s".Length..]),
        Sequence list => list with { Of = AsInParquet(list.Of) },
        Struct fields => fields with { Fields = new Features(fields.Fields.Select(field => KeyValuePair.Create(field.Key, AsInParquet(field.Value)))) },
        _ => feature,
    };

    public static Feature FeatureOf(IArrowType type) => type switch
    {
        DictionaryType dictionary => FeatureOf(dictionary.ValueType),
        FixedSizeListType list => new Sequence(FeatureOf(list.ValueDataType)) { Length = list.ListSize },
        LargeListType list => new Sequence(FeatureOf(list.ValueDataType)) { IsLarge = true },
        ListType list => new Sequence(FeatureOf(list.ValueDataType)),
        MapType map => new Sequence(FieldsOf([map.KeyField, map.ValueField])),
        StructType fields => FieldsOf(fields.Fields),
        ExtensionType extension => FeatureOf(extension.StorageType),
        _ => new Value(DtypeOf(type)),
    };

    /// <summary>Gets the type a feature is written as.</summary>
    public static IArrowType TypeOf(Feature feature) => feature switch
    {
        ClassLabel => Int64Type.Default,
        Sequence { Length: >= 0 } list => new FixedSizeListType(new Field("item", TypeOf(list.Of), nullable: true), list.Length),
        Sequence { IsLarge: true } list => new LargeListType(new Field("item", TypeOf(list.Of), nullable: true)),
        Sequence list => new ListType(new Field("item", TypeOf(list.Of), nullable: true)),
        Struct fields => new StructType([.. fields.Fields.Select(field => new Field(field.Key, TypeOf(field.Value), nullable: true))]),
        Value value => TypeOf(value.Dtype),
        _ => throw new NotSupportedException($"Arrow has no type for {feature}"),
    };

    private static Struct FieldsOf(IReadOnlyList<Field> fields) => new(FeaturesOf(fields));

    private static Features FeaturesOf(IReadOnlyList<Field> fields) => fields.CountBy(field => field.Name, StringComparer.Ordinal).FirstOrDefault(name => name.Value > 1).Key is { } twice
        ? throw new NotSupportedException($"two of its columns, or two keys of one, are called \"{twice}\"")
        : new Features(fields.Select(field => KeyValuePair.Create(field.Name, FeatureOf(field.DataType))));

    private static Features? Described(Schema schema) =>
        schema.Metadata is { } metadata && metadata.TryGetValue(DatasetMetadata.Key, out string? description) ? DatasetMetadata.Features(description) : null;

    private static string DtypeOf(IArrowType type) => type switch
    {
        NullType => "null",
        BooleanType => "bool",
        Int8Type => "int8",
        Int16Type => "int16",
        Int32Type => "int32",
        Int64Type => "int64",
        UInt8Type => "uint8",
        UInt16Type => "uint16",
        UInt32Type => "uint32",
        UInt64Type => "uint64",
        HalfFloatType => "float16",
        FloatType => "float32",
        DoubleType => "float64",
        StringType => "string",
        LargeStringType => "large_string",
        StringViewType => "string_view",
        BinaryType => "binary",
        LargeBinaryType => "large_binary",
        BinaryViewType => "binary_view",
        Decimal256Type wide => $"decimal256({wide.Precision}, {wide.Scale})",
        Decimal128Type or Decimal64Type or Decimal32Type => Decimal(type),
        FixedSizeBinaryType blob => $"fixed_size_binary[{blob.ByteWidth}]",
        Date32Type => "date32",
        Date64Type => "date64",
        Time32Type time => $"time32[{Unit(time.Unit)}]",
        Time64Type time => $"time64[{Unit(time.Unit)}]",
        TimestampType { Timezone: null or "" } time => $"timestamp[{Unit(time.Unit)}]",
        TimestampType time => $"timestamp[{Unit(time.Unit)}, tz={time.Timezone}]",
        DurationType span => $"duration[{Unit(span.Unit)}]",
        _ => throw new NotSupportedException($"it holds values of Arrow's type \"{type.Name}\"; cast the column to another type where it was written"),
    };

    private static string Decimal(IArrowType type) => type switch
    {
        Decimal128Type wide => $"decimal128({wide.Precision}, {wide.Scale})",
        Decimal64Type narrow => $"decimal128({narrow.Precision}, {narrow.Scale})",
        _ => $"decimal128({((Decimal32Type)type).Precision}, {((Decimal32Type)type).Scale})",
    };

    private static string Unit(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => "s",
        TimeUnit.Millisecond => "ms",
        TimeUnit.Microsecond => "us",
        _ => "ns",
    };

    private static TimeUnit Unit(string dtype) => dtype[(dtype.IndexOf('[') + 1)..] switch
    {
        ['n', ..] => TimeUnit.Nanosecond,
        ['u', ..] => TimeUnit.Microsecond,
        ['m', ..] => TimeUnit.Millisecond,
        _ => TimeUnit.Second,
    };

    private static IArrowType TypeOf(string dtype) => dtype switch
    {
        "null" => NullType.Default,
        "bool" => BooleanType.Default,
        "int8" => Int8Type.Default,
        "int16" => Int16Type.Default,
        "int32" => Int32Type.Default,
        "int64" => Int64Type.Default,
        "uint8" => UInt8Type.Default,
        "uint16" => UInt16Type.Default,
        "uint32" => UInt32Type.Default,
        "uint64" => UInt64Type.Default,
        "float16" => HalfFloatType.Default,
        "float32" => FloatType.Default,
        "float64" => DoubleType.Default,
        "string" or "string_view" => StringType.Default,
        "large_string" => LargeStringType.Default,
        "binary" or "binary_view" => BinaryType.Default,
        "large_binary" => LargeBinaryType.Default,
        "date32" => Date32Type.Default,
        "date64" => Date64Type.Default,
        _ => ParameterType(dtype),
    };

    private static IArrowType ParameterType(string dtype)
    {
        if (Dtypes.TryDecimal(dtype, out int precision, out int scale))
        {
            return precision > 38 ? new Decimal256Type(precision, scale) : new Decimal128Type(precision, scale);
        }

        string argument = dtype[(dtype.IndexOf('[') + 1)..^1];
        return dtype.Split('[')[0] switch
        {
            "time32" => new Time32Type(Unit(dtype)),
            "time64" => new Time64Type(Unit(dtype)),
            "duration" => Unit(dtype) switch
            {
                TimeUnit.Second => DurationType.Second,
                TimeUnit.Millisecond => DurationType.Millisecond,
                TimeUnit.Microsecond => DurationType.Microsecond,
                _ => DurationType.Nanosecond,
            },
            "timestamp" => new TimestampType(Unit(dtype), argument.Split("tz=") is [_, string zone] ? zone : null),
            "fixed_size_binary" => new FixedSizeBinaryType(int.Parse(argument, System.Globalization.CultureInfo.InvariantCulture)),
            _ => throw new NotSupportedException($"Arrow has no type for {dtype}"),
        };
    }
}
