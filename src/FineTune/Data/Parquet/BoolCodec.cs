using System.Buffers.Binary;

namespace FineTune.Data;

/// <summary>Truth values: a bit each, or in runs.</summary>
internal sealed class BoolCodec() : ValueCodec<bool>(0, bytes => bytes[0] != 0)
{
    public override void ReadPlain(ReadOnlySpan<byte> data, Span<bool> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] = (data[i >> 3] >> (i & 7) & 1) != 0;
        }
    }

    public override void ReadRuns(ReadOnlySpan<byte> data, Span<bool> into)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(data);
        int[] bits = new int[into.Length];
        PageEncodings.ReadRuns(data.Slice(4, length), 1, bits);
        for (int i = 0; i < bits.Length; i++)
        {
            into[i] = bits[i] != 0;
        }
    }
}
