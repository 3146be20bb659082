using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace FineTune.Data;

/// <summary>Unpacks the pages of a parquet file.</summary>
internal static class PageCodec
{
    /// <summary>
    /// Unpacks a part of <paramref name="packed"/> by the codec of that number in the parquet format; it must fill <paramref name="into"/>.
    /// </summary>
    public static void Unpack(long codec, byte[] packed, int start, int length, Span<byte> into)
    {
        ReadOnlySpan<byte> source = packed.AsSpan(start, length);
        int written = codec switch
        {
            0 => Copy(source, into),
            1 => Snappy.GetUncompressedLength(source) == into.Length ? Snappy.Decompress(source, into) : -1,
            2 => Inflate(packed, start, length, into),
            4 => BrotliDecoder.TryDecompress(source, into, out int count) ? count : -1,
            5 => HadoopLz4(source, into),
            6 => Zstd(source, into),
            7 => LZ4Codec.Decode(source, into),
            3 => throw new NotSupportedException("it is packed with LZO; write it again with snappy or zstd"),
            _ => throw new FormatException($"it is packed in an unknown way, number {codec}"),
        };
        if (written != into.Length)
        {
            throw new FormatException($"a page unpacks to {written} bytes instead of {into.Length}");
        }
    }

    private static int Copy(ReadOnlySpan<byte> source, Span<byte> into) =>
        source.Length == into.Length && source.TryCopyTo(into) ? source.Length : -1;

    private static int Zstd(ReadOnlySpan<byte> source, Span<byte> into)
    {
        using Decompressor zstd = new();
        return zstd.Unwrap(source, into);
    }

    private static int Inflate(byte[] packed, int start, int length, Span<byte> into)
    {
        using GZipStream gzip = new(new MemoryStream(packed, start, length, writable: false), CompressionMode.Decompress);
        return gzip.ReadAtLeast(into, into.Length, throwOnEndOfStream: false);
    }

    /// <summary>The older form: blocks, each after its unpacked and packed size; some writers left the sizes out.</summary>
    private static int HadoopLz4(ReadOnlySpan<byte> source, Span<byte> into)
    {
        int written = 0;
        ReadOnlySpan<byte> rest = source;
        while (rest.Length > 8)
        {
            uint unpacked = BinaryPrimitives.ReadUInt32BigEndian(rest);
            uint size = BinaryPrimitives.ReadUInt32BigEndian(rest[4..]);
            if (size > rest.Length - 8 || unpacked > into.Length - written
                || LZ4Codec.Decode(rest.Slice(8, (int)size), into.Slice(written, (int)unpacked)) != unpacked)
            {
                return LZ4Codec.Decode(source, into);
            }

            written += (int)unpacked;
            rest = rest[(8 + (int)size)..];
        }

        return written;
    }
}
