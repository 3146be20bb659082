using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace FineTune.Training;

/// <summary>
/// TensorBoard's event files: records of length, checksum, bytes, checksum; the bytes are a protocol buffer with time, step and a value.
/// </summary>
internal static class TensorBoardEvents
{
    private const int StringType = 7;

    /// <summary>The record every file begins with.</summary>
    public static byte[] Header(double wallTime) => Record(Message(output =>
    {
        WriteDouble(output, 1, wallTime);
        WriteText(output, 3, "brain.Event:2");
    }));

    /// <summary>A number.</summary>
    public static byte[] Scalar(string tag, double value, long step, double wallTime) => Event(wallTime, step, output =>
    {
        WriteText(output, 1, tag);
        output.WriteTag(2, WireFormat.WireType.Fixed32);
        output.WriteFloat((float)value);
    });

    /// <summary>A text.</summary>
    public static byte[] Words(string tag, string text, double wallTime, long step = 0) => Event(wallTime, step, output =>
    {
        WriteText(output, 1, tag + "/text_summary");
        WriteMessage(output, 8, tensor =>
        {
            WriteWhole(tensor, 1, StringType);
            WriteMessage(tensor, 2, shape => WriteMessage(shape, 2, dimension => WriteWhole(dimension, 1, 1)));
            WriteText(tensor, 8, text);
        });
        WriteMessage(output, 9, metadata => WriteMessage(metadata, 1, plugin => WriteText(plugin, 1, "text")));
    });

    /// <summary>How numbers are distributed.</summary>
    public static byte[] Histogram(string tag, TensorBoardHistogram histogram, long step, double wallTime) => Event(wallTime, step, output =>
    {
        WriteText(output, 1, tag);
        WriteMessage(output, 5, value =>
        {
            WriteDouble(value, 1, histogram.Min);
            WriteDouble(value, 2, histogram.Max);
            WriteDouble(value, 3, histogram.Num);
            WriteDouble(value, 4, histogram.Sum);
            WriteDouble(value, 5, histogram.SumSquares);
            WriteDoubles(value, 6, histogram.Limits);
            WriteDoubles(value, 7, histogram.Counts);
        });
    });

    private static byte[] Event(double wallTime, long step, Action<CodedOutputStream> value) => Record(Message(output =>
    {
        WriteDouble(output, 1, wallTime);
        if (step != 0)
        {
            WriteWhole(output, 2, step);
        }

        WriteMessage(output, 5, summary => WriteMessage(summary, 1, value));
    }));

    private static byte[] Message(Action<CodedOutputStream> write)
    {
        using MemoryStream bytes = new();
        using CodedOutputStream output = new(bytes, leaveOpen: true);
        write(output);
        output.Flush();
        return bytes.ToArray();
    }

    private static void WriteMessage(CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Message(write)));
    }

    private static void WriteText(CodedOutputStream output, int field, string text)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(text);
    }

    private static void WriteWhole(CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    /// <summary>Zero is what a number is that is not written.</summary>
    private static void WriteDouble(CodedOutputStream output, int field, double value)
    {
        if (value != 0)
        {
            output.WriteTag(field, WireFormat.WireType.Fixed64);
            output.WriteDouble(value);
        }
    }

    private static void WriteDoubles(CodedOutputStream output, int field, IReadOnlyList<double> values)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteLength(values.Count * sizeof(double));
        foreach (double value in values)
        {
            output.WriteDouble(value);
        }
    }

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
}
