using System.Text;

namespace FineTune.Tokenizers;

/// <summary>What a word of byte pair encoding begins with: a token for each character, bytes or the unknown token where there is none.</summary>
internal sealed class BpeStart
{
    private readonly Vocabulary _vocabulary;
    private readonly BpeOptions _options;
    private readonly int[] _bytes;

    public BpeStart(Vocabulary vocabulary, BpeOptions options)
    {
        (_vocabulary, _options) = (vocabulary, options);
        _bytes = vocabulary.ByteTokens();
    }

    public void Fill(ReadOnlySpan<int> word, BpeWord symbols, TokenBuffer buffer)
    {
        Unknown unknown = default;
        for (int i = 0; i < word.Length; i++)
        {
            ReadOnlySpan<char> text = Spell(word, i, buffer);
            int length = CodePoints.Utf8Length(word[i]);
            if (_vocabulary.Table.TryGetValue(text, out int id))
            {
                unknown.Flush(symbols);
                symbols.Add(id, length);
            }
            else if (!_options.ByteFallback || !TryBytes(text, symbols))
            {
                AddUnknown(ref unknown, length, symbols);
            }
        }

        unknown.Flush(symbols);
    }

    /// <summary>A character with what is put before and after it, in UTF-16.</summary>
    private ReadOnlySpan<char> Spell(ReadOnlySpan<int> word, int index, TokenBuffer buffer)
    {
        string prefix = index > 0 ? _options.ContinuingSubwordPrefix ?? "" : "";
        string suffix = index == word.Length - 1 ? _options.EndOfWordSuffix ?? "" : "";
        buffer.ReserveWord(prefix.Length + 2 + suffix.Length);
        Span<char> characters = buffer.Characters;
        prefix.CopyTo(characters);
        int length = prefix.Length + new Rune(word[index]).EncodeToUtf16(characters[prefix.Length..]);
        suffix.CopyTo(characters[length..]);
        return characters[..(length + suffix.Length)];
    }

    private bool TryBytes(ReadOnlySpan<char> text, BpeWord symbols)
    {
        Span<byte> bytes = stackalloc byte[256];
        int count = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        if (count > bytes.Length)
            bytes = new byte[count];
        bytes = bytes[..System.Text.Encoding.UTF8.GetBytes(text, bytes)];
        foreach (byte value in bytes)
        {
            if (_bytes[value] < 0)
                return false;
        }

        foreach (byte value in bytes)
            symbols.Add(_bytes[value], 1);
        return true;
    }

    /// <summary>Without an unknown token the character is dropped.</summary>
    private void AddUnknown(ref Unknown unknown, int length, BpeWord symbols)
    {
        if (_options.UnknownToken is not string token)
            return;
        if (unknown.Length > 0 && _options.FuseUnknown)
        {
            unknown.Length += length;
            return;
        }

        unknown.Flush(symbols);
        unknown.Id = _vocabulary.Find(token) ?? throw Throw.UnknownTokenOutside(token);
        unknown.Length = length;
    }

    /// <summary>An unknown token that may still grow.</summary>
    private struct Unknown
    {
        public int Id;
        public int Length;

        public void Flush(BpeWord symbols)
        {
            if (Length > 0)
                symbols.Add(Id, Length);
            Length = 0;
        }
    }
}
