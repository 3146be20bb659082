namespace FineTune.Tokenizers;

/// <summary>Reads the unsigned LEB128 numbers of <c>unicode.bin</c> and <c>characters.bin</c>.</summary>
internal ref struct NumberReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public string NextText()
    {
        int length = Next();
        string text = System.Text.Encoding.ASCII.GetString(_rest[..length]);
        _rest = _rest[length..];
        return text;
    }

    public int Next()
    {
        int value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _rest[0];
            _rest = _rest[1..];
            value |= (b & 127) << shift;
            if (b < 128)
                return value;
        }
    }
}
