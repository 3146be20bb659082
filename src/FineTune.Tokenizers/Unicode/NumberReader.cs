using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>Reads the unsigned LEB128 numbers of <c>unicode.bin</c> and <c>characters.bin</c>.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> bytes, int position = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Gets where the next number begins.</summary>
    public int Position { get; private set; } = position;

    /// <summary>The bytes of one of the two files.</summary>
    public static byte[] Resource(string name)
    {
        using Stream stream = typeof(NumberReader).Assembly.GetManifestResourceStream(name)
            ?? throw new UnreachableException($"Bug in FineTune: the resource {name} is missing.");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public string NextText()
    {
        int length = Next();
        string text = System.Text.Encoding.ASCII.GetString(_bytes.Slice(Position, length));
        Position += length;
        return text;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _bytes[Position++];
            value |= (b & 127) << shift;
            if (b < 128)
                return value;
        }
    }

    /// <summary>Goes past so many numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Skip(int count)
    {
        int position = Position;
        while (count > 0)
        {
            if (_bytes[position++] < 128)
                count--;
        }

        Position = position;
    }
}
