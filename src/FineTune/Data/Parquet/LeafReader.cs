using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FineTune.Data;

/// <summary>Reads the values of one field of a row group as what they mean.</summary>
internal static class LeafReader
{
    private const long JulianDayOfEpoch = 2440588;
    private const long NanosecondsPerDay = 86_400_000_000_000;
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static LeafColumn Read(ParquetLeaf leaf, ThriftStruct metadata, byte[] bytes)
    {
        LeafColumn Chunk<T>(ValueCodec<T> codec) => new ChunkReader<T>(leaf, metadata, bytes, codec).Read();
        string dtype = (leaf.Feature as Value)?.Dtype ?? "int64";
        return leaf.Field.Physical switch
        {
            ParquetPhysical.Boolean => Chunk(new BoolCodec()),
            _ when Dtypes.TryDecimal(dtype, out _, out int scale) => Chunk(Decimals(leaf.Field, scale)),
            ParquetPhysical.Int32 when leaf.IsElement && ColumnFactory.IsInt32Element(leaf.Feature) =>
                Chunk(new ValueCodec<int>(4, BinaryPrimitives.ReadInt32LittleEndian, number => (int)number)),
            ParquetPhysical.Int32 when leaf.Field.Feature is Value { Dtype: "uint32" } =>
                Chunk(new ValueCodec<long>(4, bytes => BinaryPrimitives.ReadUInt32LittleEndian(bytes), number => (uint)number)),
            ParquetPhysical.Int32 => Chunk(Times(leaf, 4, bytes => BinaryPrimitives.ReadInt32LittleEndian(bytes))),
            ParquetPhysical.Int64 when dtype == "uint64" => Chunk(new ValueCodec<ulong>(8, BinaryPrimitives.ReadUInt64LittleEndian, number => (ulong)number)),
            ParquetPhysical.Int64 => Chunk(Times(leaf, 8, BinaryPrimitives.ReadInt64LittleEndian)),
            ParquetPhysical.Int96 => Chunk(Times(leaf, 12, Int96)),
            ParquetPhysical.Float when leaf.IsElement && dtype != "float64" => Chunk(new ValueCodec<float>(4, BinaryPrimitives.ReadSingleLittleEndian)),
            ParquetPhysical.Float => Chunk(new ValueCodec<double>(4, bytes => BinaryPrimitives.ReadSingleLittleEndian(bytes))),
            ParquetPhysical.Double when leaf.IsElement && dtype != "float64" =>
                Chunk(new ValueCodec<float>(8, bytes => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes))),
            ParquetPhysical.Double => Chunk(new ValueCodec<double>(8, BinaryPrimitives.ReadDoubleLittleEndian)),
            ParquetPhysical.Bytes when Dtypes.IsText(dtype) => Chunk(new ValueCodec<string>(0, s_utf8.GetString)),
            ParquetPhysical.Bytes => Chunk(new ValueCodec<byte[]>(0, bytes => bytes.ToArray())),
            _ when Dtypes.IsFloat(dtype) && leaf.IsElement => Chunk(new ValueCodec<float>(2, bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes))),
            _ when Dtypes.IsFloat(dtype) => Chunk(new ValueCodec<double>(2, bytes => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes))),
            _ => Chunk(new ValueCodec<byte[]>(leaf.Field.Width, bytes => bytes.ToArray())),
        };
    }

    /// <summary>Whole numbers; those that count time in the unit that is asked for.</summary>
    private static ValueCodec<long> Times(ParquetLeaf leaf, int width, FromBytes<long> fromBytes)
    {
        Func<long, long> narrow = width == 4 ? number => (int)number : number => number;
        if (TemporalUnit.Of(leaf.Field.Feature) is not { } stored || TemporalUnit.Of(leaf.Feature) is not { } wanted || stored == wanted)
        {
            return new ValueCodec<long>(width, fromBytes, narrow);
        }

        return new ValueCodec<long>(width, bytes => stored.To(wanted, fromBytes(bytes)), number => stored.To(wanted, narrow(number)));
    }

    /// <summary>Nanoseconds of the day and the Julian day.</summary>
    private static long Int96(ReadOnlySpan<byte> bytes) => checked(
        ((BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) - JulianDayOfEpoch) * NanosecondsPerDay)
        + BinaryPrimitives.ReadInt64LittleEndian(bytes));

    private static ValueCodec<decimal> Decimals(ParquetLeafField field, int scale) => field.Physical switch
    {
        ParquetPhysical.Int32 => new(4, bytes => DecimalText.Scaled(BinaryPrimitives.ReadInt32LittleEndian(bytes), scale), number => DecimalText.Scaled((int)number, scale)),
        ParquetPhysical.Int64 => new(8, bytes => DecimalText.Scaled(BinaryPrimitives.ReadInt64LittleEndian(bytes), scale), number => DecimalText.Scaled(number, scale)),
        _ => new(
            field.Physical == ParquetPhysical.Bytes ? 0 : field.Width,
            bytes => DecimalText.Scaled(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), scale)),
    };
}
