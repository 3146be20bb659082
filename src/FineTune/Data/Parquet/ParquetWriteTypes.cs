using Parquet.Schema;

namespace FineTune.Data;

/// <summary>How a feature is stored in a parquet file that is written here.</summary>
internal static class ParquetWriteTypes
{
    public static Field FieldOf(string name, Feature feature) => feature switch
    {
        ClassLabel => new DataField<long>(name, nullable: true),
        Sequence list => new ListField(name, FieldOf(ListField.ElementName, list.Of)),
        Struct { Fields.Count: 0 } => throw new NotSupportedException($"Column \"{name}\" holds objects without keys, which a parquet file cannot store. Remove the column."),
        Struct fields => new StructField(name, [.. fields.Fields.Select(field => FieldOf(field.Key, field.Value))]),
        Value value => Leaf(name, value.Dtype),
        _ => throw new NotSupportedException($"Column \"{name}\" holds {feature}, which a parquet file cannot store."),
    };

    /// <summary>The values of a leaf, in the type its field has.</summary>
    public static ParquetLeafValues ValuesOf(Feature feature)
    {
        string dtype = (feature as Value)?.Dtype ?? "int64";
        if (TemporalUnit.Of(feature) is { } unit)
        {
            return TimesOf(feature, unit);
        }

        return dtype switch
        {
            "bool" => new ParquetLeafValues<bool>(value => (bool)value),
            "int8" => new ParquetLeafValues<sbyte>(value => checked((sbyte)ValueKinds.ToInt64(value))),
            "int16" => new ParquetLeafValues<short>(value => checked((short)ValueKinds.ToInt64(value))),
            "int32" or "null" => new ParquetLeafValues<int>(value => checked((int)ValueKinds.ToInt64(value))),
            "uint8" => new ParquetLeafValues<byte>(value => checked((byte)ValueKinds.ToInt64(value))),
            "uint16" => new ParquetLeafValues<ushort>(value => checked((ushort)ValueKinds.ToInt64(value))),
            "uint32" => new ParquetLeafValues<uint>(value => checked((uint)ValueKinds.ToInt64(value))),
            "uint64" => new ParquetLeafValues<ulong>(value => value is ulong large ? large : checked((ulong)ValueKinds.ToInt64(value))),
            "int64" => new ParquetLeafValues<long>(ValueKinds.ToInt64),
            "float16" or "float32" => new ParquetLeafValues<float>(value => (float)ValueKinds.ToDouble(value)),
            "float64" => new ParquetLeafValues<double>(ValueKinds.ToDouble),
            _ when Dtypes.IsText(dtype) => new ParquetLeafValues<ReadOnlyMemory<char>>(value => ((string)value).AsMemory()),
            _ when Dtypes.IsBinary(dtype) => new ParquetLeafValues<ReadOnlyMemory<byte>>(value => (byte[])value),
            _ => new ParquetLeafValues<decimal>(value => Whole((decimal)value, dtype)),
        };
    }

    /// <summary>A decimal that the file keeps all digits of; the writer would cut the others off.</summary>
    private static decimal Whole(decimal value, string dtype) =>
        Dtypes.TryDecimal(dtype, out int precision, out int scale) && DecimalText.Fits(value, precision, scale) ? value : throw DataError.DecimalDoesNotFit(value, dtype);

    private static DataField Leaf(string name, string dtype)
    {
        if (Dtypes.TryDecimal(dtype, out int precision, out int scale))
        {
            return new DecimalDataField(name, Math.Min(precision, 38), scale, isNullable: true);
        }

        return TemporalUnit.Of(new Value(dtype)) is { } unit ? Time(name, unit) : new DataField(name, TypeOf(dtype), isNullable: true);
    }

    private static Type TypeOf(string dtype) => dtype switch
    {
        "bool" => typeof(bool),
        "int8" => typeof(sbyte),
        "int16" => typeof(short),
        "int32" or "null" => typeof(int),
        "int64" => typeof(long),
        "uint8" => typeof(byte),
        "uint16" => typeof(ushort),
        "uint32" => typeof(uint),
        "uint64" => typeof(ulong),
        "float16" or "float32" => typeof(float),
        "float64" => typeof(double),
        _ => Dtypes.IsText(dtype) ? typeof(string) : typeof(byte[]),
    };

    private static DataField Time(string name, TemporalUnit unit) => unit.Kind switch
    {
        TemporalUnit.Kinds.Date => new DateTimeDataField(name, DateTimeFormat.Date, isNullable: true),
        TemporalUnit.Kinds.Duration => new DataField<long>(name, nullable: true),
        TemporalUnit.Kinds.Time => new TimeDataField(name, Precision(unit), isNullable: true),
        _ => new DateTimeDataField(name, DateTimeFormat.Timestamp, unit.HasZone, Resolution(unit), isNullable: true),
    };

    private static TimeUnitPrecision Precision(TemporalUnit unit) => unit.PerSecond switch
    {
        <= 1000 => TimeUnitPrecision.Millis,
        1_000_000 => TimeUnitPrecision.Micros,
        _ => TimeUnitPrecision.Nanos,
    };

    private static DateTimeTimeUnit Resolution(TemporalUnit unit) => unit.PerSecond switch
    {
        <= 1000 => DateTimeTimeUnit.Millis,
        1_000_000 => DateTimeTimeUnit.Micros,
        _ => DateTimeTimeUnit.Nanos,
    };

    /// <summary>Times come as the numbers a column keeps, or inside lists and objects as .NET's types.</summary>
    private static ParquetLeafValues TimesOf(Feature feature, TemporalUnit unit)
    {
        long Number(object value) => value as long? ?? unit.Unbox(value)
            ?? throw new ArgumentException($"{ValueConversion.Show(value)} cannot be written as {feature}. Convert it, or cast the column.");
        TemporalUnit written = unit with { PerSecond = Math.Max(1000, unit.PerSecond) };
        return unit.Kind switch
        {
            TemporalUnit.Kinds.Date => new ParquetLeafValues<DateTime>(value => ((DateOnly)unit.Box(Number(value))).ToDateTime(TimeOnly.MinValue)),
            TemporalUnit.Kinds.Duration => new ParquetLeafValues<long>(Number),
            TemporalUnit.Kinds.Time when written.PerSecond == 1000 => new ParquetLeafValues<int>(value => checked((int)unit.To(written, Number(value)))),
            TemporalUnit.Kinds.Time => new ParquetLeafValues<long>(Number),
            _ => new ParquetLeafValues<DateTime>(value => unit.Box(Number(value)) is DateTimeOffset zoned ? zoned.UtcDateTime : (DateTime)unit.Box(Number(value))),
        };
    }
}
