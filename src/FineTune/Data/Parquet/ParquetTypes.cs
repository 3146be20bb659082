namespace FineTune.Data;

/// <summary>What a value of a parquet schema is, by how it is stored and what the schema says of its meaning.</summary>
internal static class ParquetTypes
{
    private static readonly string[] s_units = ["ms", "us", "ns"];

    public static Feature FeatureOf(ThriftStruct element)
    {
        ThriftStruct? logical = element.Struct(10);
        string dtype = (ParquetPhysical)element.RequireNumber(1, "a column's type") switch
        {
            _ when logical?.Has(11) == true => "null",
            ParquetPhysical.Boolean => "bool",
            ParquetPhysical.Int32 => Decimal(element) ?? Whole32(element, logical),
            ParquetPhysical.Int64 => Decimal(element) ?? Whole64(element, logical),
            ParquetPhysical.Int96 => "timestamp[ns]",
            ParquetPhysical.Float => "float32",
            ParquetPhysical.Double => "float64",
            ParquetPhysical.Bytes => Decimal(element) ?? (IsText(element, logical) ? "string" : "binary"),
            ParquetPhysical.FixedBytes when logical?.Has(15) == true && element.Number(2) == 2 => "float16",
            ParquetPhysical.FixedBytes => Decimal(element) ?? $"fixed_size_binary[{element.RequireCount(2, "a column's width")}]",
            ParquetPhysical type => throw new FormatException($"a column of unknown type {(int)type}"),
        };
        return new Value(dtype);
    }

    private static bool IsText(ThriftStruct element, ThriftStruct? logical) =>
        element.Number(6) is 0 or 4 or 19 || logical?.Has(1) == true || logical?.Has(4) == true || logical?.Has(12) == true;

    private static string? Decimal(ThriftStruct element)
    {
        ThriftStruct? type = element.Struct(10)?.Struct(5);
        if (type is null && element.Number(6) is not 5)
        {
            return null;
        }

        long scale = type?.Number(1) ?? element.Number(7) ?? 0;
        long precision = type?.Number(2) ?? element.Number(8) ?? 38;
        return $"decimal{(precision > 38 ? 256 : 128)}({precision}, {scale})";
    }

    private static string Whole32(ThriftStruct element, ThriftStruct? logical) => (logical, element.Number(6)) switch
    {
        ({ } type, _) when type.Struct(10) is { } integer => Integer(integer, "int32"),
        ({ } type, _) when type.Has(6) => "date32",
        ({ } type, _) when type.Struct(7) is not null => "time32[ms]",
        (_, 6) => "date32",
        (_, 7) => "time32[ms]",
        (_, 11) => "uint8",
        (_, 12) => "uint16",
        (_, 13) => "uint32",
        (_, 15) => "int8",
        (_, 16) => "int16",
        _ => "int32",
    };

    private static string Whole64(ThriftStruct element, ThriftStruct? logical) => (logical, element.Number(6)) switch
    {
        ({ } type, _) when type.Struct(10) is { } integer => Integer(integer, "int64"),
        ({ } type, _) when type.Struct(7) is { } time => $"time64[{Unit(time)}]",
        ({ } type, _) when type.Struct(8) is { } timestamp => $"timestamp[{Unit(timestamp)}{(timestamp.Number(1) == 1 ? ", tz=UTC" : string.Empty)}]",
        (_, 8) => "time64[us]",
        (_, 9) => "timestamp[ms, tz=UTC]",
        (_, 10) => "timestamp[us, tz=UTC]",
        (_, 14) => "uint64",
        _ => "int64",
    };

    private static string Integer(ThriftStruct type, string otherwise) =>
        Dtypes.Normalize($"{(type.Number(2) == 0 ? "u" : string.Empty)}int{type.Number(1)}") ?? otherwise;

    private static string Unit(ThriftStruct type)
    {
        ThriftStruct unit = type.RequireStruct(2, "a unit of time");
        return Array.Find(s_units, name => unit.Has(Array.IndexOf(s_units, name) + 1)) ?? throw new FormatException("an unknown unit of time");
    }
}
