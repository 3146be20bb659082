using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>The hash of a word, built character by character, so that every prefix's hash is a by-product.</summary>
internal static class WordHash
{
    public const uint Seed = 0x811C9DC5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Append(uint hash, char c) => (hash ^ c) * 0x01000193;

    /// <summary>Spreads the hash over the bits a table of a power of two uses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Finish(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }

    public static uint Of(ReadOnlySpan<char> text)
    {
        uint hash = Seed;
        foreach (char c in text)
            hash = Append(hash, c);
        return hash;
    }
}
