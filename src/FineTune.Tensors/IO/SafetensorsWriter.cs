using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace FineTune.IO;

/// <summary>
/// Writes a safetensors file as the reference does: widest kind first, then by name (as bytes), compact JSON with the metadata in front,
/// padded with spaces so that the data begins at a multiple of eight.
/// </summary>
internal static class SafetensorsWriter
{
    private const int ChunkElements = 1 << 14;

    public static IReadOnlyDictionary<string, string> PyTorchMetadata { get; } = new Dictionary<string, string> { ["format"] = "pt" };

    public static void Save(string path, IEnumerable<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        List<SafetensorsTensor> ordered = Order(tensors);
        byte[] header = Header(ordered, metadata);
        WholeFile.WriteSparse(path, stream =>
        {
            stream.Write(header);
            foreach (SafetensorsTensor tensor in ordered)
            {
                WriteData(stream, tensor);
            }
        });
    }

    private static List<SafetensorsTensor> Order(IEnumerable<SafetensorsTensor> tensors)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        List<(SafetensorsTensor Tensor, byte[] Name)> ordered = [];
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (tensor.Name == SafetensorsHeader.MetadataName || !names.Add(tensor.Name))
            {
                Throw.SafetensorsName(tensor.Name);
            }

            ordered.Add((tensor, Encoding.UTF8.GetBytes(tensor.Name)));
        }

        ordered.Sort((left, right) => left.Tensor.DType != right.Tensor.DType
            ? right.Tensor.DType.CompareTo(left.Tensor.DType)
            : left.Name.AsSpan().SequenceCompareTo(right.Name));
        return [.. ordered.Select(item => item.Tensor)];
    }

    private static byte[] Header(List<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        StringBuilder json = new();
        json.Append('{');
        if (metadata.Count > 0)
        {
            AppendText(json, SafetensorsHeader.MetadataName);
            json.Append(":{");
            foreach ((string key, string value) in metadata)
            {
                AppendText(json, key);
                json.Append(':');
                AppendText(json, value);
                json.Append(',');
            }

            json.Length--;
            json.Append("},");
        }

        long begin = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            AppendEntry(json, tensor, begin);
            begin += tensor.ByteLength;
        }

        if (json[^1] == ',')
        {
            json.Length--;
        }

        json.Append('}');
        return Pad(Encoding.UTF8.GetBytes(json.ToString()));
    }

    private static void AppendEntry(StringBuilder json, SafetensorsTensor tensor, long begin)
    {
        AppendText(json, tensor.Name);
        json.Append(CultureInfo.InvariantCulture, $":{{\"dtype\":\"{DTypes.NameOf(tensor.DType)}\",\"shape\":[");
        json.AppendJoin(',', tensor.Value.Shape.ToArray());
        json.Append(CultureInfo.InvariantCulture, $"],\"data_offsets\":[{begin},{begin + tensor.ByteLength}]}},");
    }

    private static byte[] Pad(byte[] json)
    {
        int length = (json.Length + 7) / 8 * 8;
        byte[] header = new byte[SafetensorsHeader.LengthBytes + length];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)length);
        json.CopyTo(header, SafetensorsHeader.LengthBytes);
        header.AsSpan(SafetensorsHeader.LengthBytes + json.Length).Fill((byte)' ');
        return header;
    }

    /// <summary>A JSON string with the fewest escapes the standard allows, the short ones where there are.</summary>
    private static void AppendText(StringBuilder json, string text)
    {
        json.Append('"');
        foreach (char c in text)
        {
            _ = c switch
            {
                '"' => json.Append("\\\""),
                '\\' => json.Append("\\\\"),
                '\b' => json.Append("\\b"),
                '\f' => json.Append("\\f"),
                '\n' => json.Append("\\n"),
                '\r' => json.Append("\\r"),
                '\t' => json.Append("\\t"),
                < ' ' => json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => json.Append(c),
            };
        }

        json.Append('"');
    }

    private static void WriteData(Stream stream, SafetensorsTensor tensor)
    {
        if (tensor is { Value: Tensor floats, DType: SafetensorsDType.F32 })
        {
            TensorNumbers.Write(floats, stream);
            return;
        }

        byte[] buffer = new byte[ChunkElements * DTypes.BytesOf(tensor.DType)];
        float[] numbers = new float[tensor.Value is Tensor ? Math.Min(ChunkElements, tensor.Value.Length) : 0];
        for (int start = 0; start < tensor.Value.Length; start += ChunkElements)
        {
            int count = Math.Min(ChunkElements, tensor.Value.Length - start);
            Span<byte> chunk = buffer.AsSpan(0, count * DTypes.BytesOf(tensor.DType));
            if (tensor.Value is Tensor wide)
            {
                wide.Read(start, numbers.AsSpan(0, count));
                FloatFormats.Narrow(tensor.DType, numbers.AsSpan(0, count), chunk);
            }
            else
            {
                NarrowIntegers(tensor, ((LongTensor)tensor.Value).Span.Slice(start, count), chunk);
            }

            stream.Write(chunk);
        }
    }

    private static void NarrowIntegers(SafetensorsTensor tensor, ReadOnlySpan<long> values, Span<byte> chunk)
    {
        (long min, long max) = IntegerFormats.RangeOf(tensor.DType);
        foreach (long value in values)
        {
            if (value < min || value > max)
            {
                Throw.SafetensorsRange(tensor.Name, value, tensor.DType);
            }
        }

        IntegerFormats.Narrow(DTypes.BytesOf(tensor.DType), values, chunk);
    }
}
