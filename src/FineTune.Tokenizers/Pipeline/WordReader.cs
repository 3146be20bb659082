using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>Collects a word character by character, and hands it to the model when it ends.</summary>
internal ref struct WordReader(WordPiece model, TokenBuffer buffer)
{
    private char[] _characters = buffer.Characters;
    private int[] _origins = buffer.Origins;
    private int _length;
    private uint _hash = WordHash.Seed;

    /// <summary>Adds a code point that comes from a code point of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(int point, int origin)
    {
        if (point >= 0x10000 || _length == _characters.Length)
        {
            AppendSlow(point, origin);
            return;
        }

        AppendUnit((char)point, origin);
    }

    /// <summary>Adds the parts of words a text goes on with, as far as a table of its first 256 characters knows them.</summary>
    /// <returns>How many there were.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int AppendRun(ReadOnlySpan<char> text, ReadOnlySpan<int> latin, int origin)
    {
        Span<char> characters = _characters.AsSpan(_length);
        Span<int> origins = _origins.AsSpan(_length, characters.Length);
        uint hash = _hash;
        int i = 0;
        for (; i < text.Length && i < characters.Length; i++)
        {
            char c = text[i];
            if (c >= latin.Length || latin[c] >= BertCharacter.Space)
                break;
            characters[i] = (char)latin[c];
            origins[i] = origin + i;
            hash = WordHash.Append(hash, (char)latin[c]);
        }

        (_hash, _length) = (hash, _length + i);
        return i;
    }

    /// <summary>Ends the word, if one has begun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void EndWord()
    {
        if (_length == 0)
            return;
        int count = model.Tokenize(_characters.AsSpan(0, _length), _hash, buffer.Pieces);
        foreach (Piece piece in buffer.Pieces.AsSpan(0, count))
            buffer.Add(piece.Id, _origins[piece.Start], _origins[piece.End - 1] + 1);
        buffer.WordIndex++;
        (_length, _hash) = (0, WordHash.Seed);
    }

    private void AppendSlow(int point, int origin)
    {
        buffer.ReserveWord(_length + 2);
        (_characters, _origins) = (buffer.Characters, buffer.Origins);
        if (point < 0x10000)
        {
            AppendUnit((char)point, origin);
            return;
        }

        AppendUnit((char)(0xD7C0 + (point >> 10)), origin);
        AppendUnit((char)(0xDC00 | (point & 0x3FF)), origin);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AppendUnit(char c, int origin)
    {
        _characters[_length] = c;
        _origins[_length++] = origin;
        _hash = WordHash.Append(_hash, c);
    }
}
