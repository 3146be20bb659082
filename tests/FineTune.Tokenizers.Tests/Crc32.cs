namespace FineTune.Tokenizers.Tests;

/// <summary>The checksum of zip files, by which goldens hold long results.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? Polynomial ^ (crc >> 1) : crc >> 1;
        }

        return ~crc;
    }
}
