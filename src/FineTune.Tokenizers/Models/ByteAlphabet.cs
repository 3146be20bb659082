namespace FineTune.Tokenizers;

/// <summary>
/// The 256 printable characters that stand for bytes in byte-level vocabularies: printable Latin-1 for itself, the others for the
/// characters from U+0100 on, in order (a space is U+0120).
/// </summary>
internal static class ByteAlphabet
{
    /// <summary>The character of a space.</summary>
    public const char Space = '\u0120';

    private const int Last = 0x143;
    private static readonly char[] Characters = MakeCharacters();
    private static readonly short[] Bytes = MakeBytes();

    public static char ToCharacter(byte value) => Characters[value];

    /// <summary>The byte a character stands for, or -1.</summary>
    public static int ToByte(int point) => (uint)point <= Last ? Bytes[point] : -1;

    private static char[] MakeCharacters()
    {
        char[] characters = new char[256];
        int next = 256;
        for (int value = 0; value < 256; value++)
            characters[value] = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or >= 0xAE ? (char)value : (char)next++;
        return characters;
    }

    private static short[] MakeBytes()
    {
        short[] bytes = new short[Last + 1];
        bytes.AsSpan().Fill(-1);
        for (int value = 0; value < 256; value++)
            bytes[Characters[value]] = (short)value;
        return bytes;
    }
}
