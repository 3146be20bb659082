using System.Buffers.Binary;
using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// The character map of a SentencePiece model: texts and what they become, the former as a double array (each unit holds a label, an
/// offset to its children and whether a text ends there), the latter one after the other, each ended by a NUL.
/// </summary>
internal sealed class CharacterMap
{
    private readonly uint[] _units;
    private readonly byte[] _replacements;

    private CharacterMap(uint[] units, byte[] replacements) => (_units, _replacements) = (units, replacements);

    /// <summary>Reads a map; null when it is damaged.</summary>
    public static CharacterMap? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4)
            return null;
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        if (size == 0 || size % 4 != 0 || size > bytes.Length - 4)
            return null;
        uint[] units = new uint[size / 4];
        for (int i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 + (i * 4))..]);
        byte[] replacements = bytes[(4 + (int)size)..].ToArray();
        return System.Text.Unicode.Utf8.IsValid(replacements) ? new CharacterMap(units, replacements) : null;
    }

    /// <summary>What the shortest text of the map that another begins with becomes, in UTF-8.</summary>
    /// <returns>False when it begins with none.</returns>
    public bool TryReplace(ReadOnlySpan<int> text, out ReadOnlySpan<byte> replacement)
    {
        replacement = default;
        Span<byte> bytes = stackalloc byte[4];
        uint node = Offset(_units[0]);
        foreach (int point in text)
        {
            foreach (byte value in bytes[..new Rune(point).EncodeToUtf8(bytes)])
            {
                node ^= value;
                if (value == 0 || node >= _units.Length || (_units[node] & 0x800000FF) != value)
                    return false;
                uint unit = _units[node];
                node ^= Offset(unit);
                if ((unit >> 8 & 1) == 0)
                    continue;
                replacement = node < _units.Length ? ReplacementAt(_units[node] & int.MaxValue) : default;
                return true;
            }
        }

        return false;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1 << 9)) >> 6);

    private ReadOnlySpan<byte> ReplacementAt(uint index)
    {
        if (index >= _replacements.Length)
            return default;
        ReadOnlySpan<byte> rest = _replacements.AsSpan((int)index);
        int length = rest.IndexOf((byte)0);
        return length < 0 ? rest : rest[..length];
    }
}
