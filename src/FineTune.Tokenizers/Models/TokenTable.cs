using System.Numerics;

namespace FineTune.Tokenizers;

/// <summary>Texts to ids: a read-only hash table that is asked with spans and precomputed hashes.</summary>
internal sealed class TokenTable
{
    private readonly Slot[] _slots;
    private readonly char[] _characters;
    private readonly uint _mask;

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
            position += text.Length;
            LongestToken = Math.Max(LongestToken, text.Length);
        }
    }

    /// <summary>Gets the length of the longest text, in UTF-16 units.</summary>
    public int LongestToken { get; }

    /// <summary>Finds a text of a given (unfinished) hash.</summary>
    /// <returns>Its id, or -1.</returns>
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
