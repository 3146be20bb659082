using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace FineTune.Training;

/// <summary>
/// TensorBoard's event files: records of length, checksum, bytes, checksum; the bytes are a protocol buffer with time, step and a value.
/// </summary>
internal static class TensorBoardEvents
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;
    private const int Fixed32 = 5;
    private const ulong StringType = 7;

    /// <summary>The record every file begins with.</summary>
    public static byte[] Header(double wallTime) => Record([.. Double(1, wallTime), .. Text(3, "brain.Event:2")]);

    /// <summary>A number.</summary>
    public static byte[] Scalar(string tag, double value, long step, double wallTime) =>
        Event(wallTime, step, [.. Text(1, tag), .. Float(2, (float)value)]);

    /// <summary>A text.</summary>
    public static byte[] Words(string tag, string text, double wallTime, long step = 0)
    {
        byte[] dimension = Bytes(2, UInt(1, 1));
        byte[] tensor = [.. UInt(1, StringType), .. Bytes(2, dimension), .. Text(8, text)];
        byte[] plugin = Text(1, "text");
        return Event(wallTime, step, [.. Text(1, tag + "/text_summary"), .. Bytes(8, tensor), .. Bytes(9, Bytes(1, plugin))]);
    }

    private static byte[] Event(double wallTime, long step, byte[] value) =>
        Record([.. Double(1, wallTime), .. step == 0 ? [] : UInt(2, (ulong)step), .. Bytes(5, Bytes(1, value))]);

    private static byte[] Record(byte[] data)
    {
        byte[] record = new byte[8 + 4 + data.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedChecksum(record.AsSpan(0, 8)));
        data.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), MaskedChecksum(data));
        return record;
    }

    private static uint MaskedChecksum(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        crc = ~crc;
        return BitOperations.RotateRight(crc, 15) + 0xa282ead8;
    }

    private static byte[] Text(int field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(int field, byte[] bytes) => [.. Tag(field, Delimited), .. Number((ulong)bytes.Length), .. bytes];

    private static byte[] UInt(int field, ulong value) => [.. Tag(field, Varint), .. Number(value)];

    private static byte[] Double(int field, double value) => [.. Tag(field, Fixed64), .. BitConverter.GetBytes(value)];

    private static byte[] Float(int field, float value) => [.. Tag(field, Fixed32), .. BitConverter.GetBytes(value)];

    private static byte[] Tag(int field, int kind) => Number((ulong)((field << 3) | kind));

    private static byte[] Number(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
