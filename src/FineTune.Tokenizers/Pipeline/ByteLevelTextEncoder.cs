using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// The short way for byte-level byte pair encoding: GPT-2's words are read off the text as it is, and each goes to the word cache,
/// bytes only where it is not there. Texts that a normal form might change go the long way.
/// </summary>
internal sealed class ByteLevelTextEncoder(Bpe model, bool addPrefixSpace, int lastUnchanged)
{
    private readonly int[] _ids = model.BytesToIds!;

    /// <summary>The short way, if components are such that it is exact.</summary>
    public static ByteLevelTextEncoder? For(INormalizer? normalizer, IPreTokenizer? preTokenizer, IModel model) =>
        preTokenizer is ByteLevelPreTokenizer { UseRegex: true } bytes && model is Bpe { IsPlain: true, BytesToIds: not null } bpe
        && normalizer is null or UnicodeForm
            ? new ByteLevelTextEncoder(bpe, bytes.AddPrefixSpace, (normalizer as UnicodeForm)?.LastUnchanged ?? char.MaxValue)
            : null;

    /// <summary>Whether the normalizer leaves a text as it is.</summary>
    public bool IsUnchanged(ReadOnlySpan<char> text) => lastUnchanged == char.MaxValue || !text.ContainsAnyExceptInRange('\0', (char)lastUnchanged);

    /// <summary>Appends the tokens of a piece of text that begins at code point <paramref name="offset"/>.</summary>
    public void Encode(ReadOnlySpan<char> text, int offset, TokenBuffer buffer, WordCache cache)
    {
        if (text.IsEmpty)
            return;
        if (!addPrefixSpace || text[0] == ' ')
        {
            EncodeWords(text, offset, offset, buffer, cache);
            return;
        }

        char[] characters = ArrayPool<char>.Shared.Rent(text.Length + 1);
        characters[0] = ' ';
        text.CopyTo(characters.AsSpan(1));
        EncodeWords(characters.AsSpan(0, text.Length + 1), offset - 1, offset, buffer, cache);
        ArrayPool<char>.Shared.Return(characters);
    }

    /// <param name="text">The text, with the prefix space.</param>
    /// <param name="position">The code point the text begins with.</param>
    /// <param name="first">The first code point there is: a prefix space takes the place of it.</param>
    /// <param name="buffer">Where tokens go.</param>
    /// <param name="cache">The words known.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncodeWords(ReadOnlySpan<char> text, int position, int first, TokenBuffer buffer, WordCache cache)
    {
        Utf16Source source = new(text);
        for (int start = 0; start < text.Length;)
        {
            int end = Gpt2Pattern.EndOfWord(source, start);
            ReadOnlySpan<char> word = text[start..end];
            ReadOnlySpan<byte> key = MemoryMarshal.AsBytes(word);
            uint hash = key.Length <= WordCache.LongestKey ? WordCache.Hash(key) : 0;
            if (key.Length > WordCache.LongestKey || !cache.TryFind(key, hash, out ReadOnlySpan<Piece> pieces))
            {
                pieces = Tokenize(word, buffer);
                cache.Add(key, hash, pieces);
            }

            foreach (ref readonly Piece piece in pieces)
                buffer.Add(piece.Id, Math.Max(position + piece.Start, first), Math.Max(position + piece.End, first + 1));
            position += pieces[^1].End;
            buffer.WordIndex++;
            start = end;
        }
    }

    /// <summary>The pieces of a word, the last of which ends where the word does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ReadOnlySpan<Piece> Tokenize(ReadOnlySpan<char> word, TokenBuffer buffer)
    {
        buffer.ReserveWord(MostBytes(word));
        (char[] bytes, int[] points, BpeWord symbols) = (buffer.Characters, buffer.Origins, buffer.Symbols);
        symbols.Clear();
        int count = 0, length = 0;
        for (int i = 0; i < word.Length; length++)
        {
            int end = count + 1;
            bytes[count] = word[i];
            if (word[i] < 0x80)
                i++;
            else
                end = WriteBytes(word, ref i, bytes, count);
            for (; count < end; count++)
            {
                points[count] = length;
                symbols.Add(_ids[(byte)bytes[count]], 1);
            }
        }

        int pieces = model.TryWholeWord(count, buffer, out int whole) ? 0 : Merge(symbols, points, buffer);
        if (pieces == 0)
            buffer.Pieces[pieces++] = new(whole, 0, length);
        return buffer.Pieces.AsSpan(0, pieces);
    }

    /// <summary>How many bytes a word has at most.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int MostBytes(ReadOnlySpan<char> word)
    {
        int count = word.Length;
        foreach (char c in word)
            count += c < 0x80 ? 0 : 2;
        return count;
    }

    /// <summary>Writes the bytes of a character that is not ASCII, each as a unit.</summary>
    /// <returns>Where they end.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int WriteBytes(ReadOnlySpan<char> word, ref int index, char[] bytes, int count)
    {
        Rune.DecodeFromUtf16(word[index..], out Rune rune, out int units);
        index += units;
        Span<byte> utf8 = stackalloc byte[4];
        foreach (byte value in utf8[..rune.EncodeToUtf8(utf8)])
            bytes[count++] = (char)value;
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Merge(BpeWord symbols, ReadOnlySpan<int> points, TokenBuffer buffer)
    {
        model.Merge(symbols);
        buffer.ReservePieces(symbols.Count);
        Piece[] all = buffer.Pieces;
        int pieces = 0;
        for (int i = 0, at = 0; i >= 0; i = symbols.Next(i))
        {
            int next = at + symbols.Length(i);
            all[pieces++] = new(symbols.Id(i), points[at], points[next - 1] + 1);
            at = next;
        }

        return pieces;
    }

    private readonly ref struct Utf16Source(ReadOnlySpan<char> text) : Gpt2Pattern.ISource
    {
        private readonly ReadOnlySpan<char> _text = text;

        public int Length => _text.Length;

        public int Read(int index, out int next)
        {
            char c = _text[index];
            next = index + 1;
            return char.IsSurrogate(c) ? ReadPair(index, out next) : c;
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private int ReadPair(int index, out int next)
        {
            Rune.DecodeFromUtf16(_text[index..], out Rune rune, out int length);
            next = index + length;
            return rune.Value;
        }
    }
}
