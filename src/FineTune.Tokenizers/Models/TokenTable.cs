using System.Numerics;
using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>
/// Texts to ids: a read-only hash table that is asked with spans and precomputed hashes. It also knows, by the first three characters,
/// which lengths texts have at all, so that looking for the longest prefix asks for few that do not exist.
/// </summary>
internal sealed class TokenTable
{
    private const int HeadLength = 3, HeadCount = 1 << 14, LongestNoted = 63;
    private readonly Slot[] _slots;
    private readonly ulong[] _lengths = new ulong[HeadCount];
    private readonly char[] _characters;
    private readonly uint _mask;
    private readonly int _longest;

    public TokenTable(IReadOnlyCollection<KeyValuePair<string, int>> tokens)
    {
        _slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, tokens.Count * 2))];
        _mask = (uint)_slots.Length - 1;
        _characters = new char[tokens.Sum(token => token.Key.Length)];
        int position = 0;
        foreach ((string text, int id) in tokens)
        {
            text.CopyTo(_characters.AsSpan(position));
            Insert(new Slot(WordHash.Finish(WordHash.Of(text)), id, position, text.Length));
            NoteLength(text);
            position += text.Length;
            _longest = Math.Max(_longest, text.Length);
        }
    }

    /// <summary>Finds a text of a given (unfinished) hash.</summary>
    /// <returns>Its id, or -1.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Find(ReadOnlySpan<char> text, uint hash)
    {
        hash = WordHash.Finish(hash);
        for (uint i = hash & _mask; ; i = (i + 1) & _mask)
        {
            ref readonly Slot slot = ref _slots[i];
            if (slot.Length < 0)
                return -1;
            if (slot.Hash == hash && text.SequenceEqual(_characters.AsSpan(slot.Position, slot.Length)))
                return slot.Id;
        }
    }

    /// <summary>Finds the longest text that another begins with.</summary>
    /// <param name="text">The text to begin with.</param>
    /// <param name="hashes">Room for as many hashes as the text has characters.</param>
    /// <param name="id">Its id, or -1.</param>
    /// <returns>Its length, or 0.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int FindLongestPrefix(ReadOnlySpan<char> text, Span<uint> hashes, out int id)
    {
        int limit = Math.Min(text.Length, _longest);
        uint hash = WordHash.Seed;
        for (int i = 0; i < limit; i++)
            hashes[i] = hash = WordHash.Append(hash, text[i]);
        ulong lengths = limit < HeadLength ? 0 : _lengths[Head(hashes[HeadLength - 1])];
        for (int length = limit; length > 0; length--)
        {
            if (length >= HeadLength && (lengths >> Math.Min(length, LongestNoted) & 1) == 0)
                continue;
            id = Find(text[..length], hashes[length - 1]);
            if (id >= 0)
                return length;
        }

        id = -1;
        return 0;
    }

    private static uint Head(uint hash) => WordHash.Finish(hash) & (HeadCount - 1);

    private void NoteLength(string text)
    {
        if (text.Length >= HeadLength)
            _lengths[Head(WordHash.Of(text.AsSpan(0, HeadLength)))] |= 1UL << Math.Min(text.Length, LongestNoted);
    }

    private void Insert(Slot slot)
    {
        uint i = slot.Hash & _mask;
        while (_slots[i].Length >= 0)
            i = (i + 1) & _mask;
        _slots[i] = slot;
    }

    private readonly struct Slot(uint hash, int id, int position, int length)
    {
        private readonly int _lengthPlusOne = length + 1;

        public readonly uint Hash = hash;
        public readonly int Id = id;
        public readonly int Position = position;

        /// <summary>Gets the text's length, -1 for an empty slot.</summary>
        public int Length => _lengthPlusOne - 1;
    }
}
