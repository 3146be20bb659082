using System.Runtime.CompilerServices;
using System.Text;

namespace FineTune.Tokenizers;

/// <summary>
/// The short way for BERT's own components: one pass over the text, in which normalizer and pre-tokenizer are one table and each
/// word goes to the model as soon as it ends.
/// </summary>
internal sealed class BertTextEncoder(BertNormalizer normalizer, WordPiece model)
{
    private readonly BertCharacterMap _map = new(normalizer);

    /// <summary>Appends the tokens of a piece of text that begins at code point <paramref name="offset"/>.</summary>
    /// <returns>False when only the long way is exact; nothing is appended then.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryEncode(ReadOnlySpan<char> text, int offset, TokenBuffer buffer)
    {
        (int count, int wordIndex) = (buffer.Count, buffer.WordIndex);
        buffer.ReserveWord(text.Length + 64);
        WordReader reader = new(model, buffer);
        int[] latin = _map.Page(0);
        int position = offset;
        for (int i = 0; i < text.Length; position++)
        {
            int run = reader.AppendRun(text[i..], latin, position);
            (i, position) = (i + run, position + run);
            if (i == text.Length)
                break;
            char c = text[i++];
            int entry = c < latin.Length ? latin[c] : Lookup(text, c, ref i);
            if (!Apply(entry, position, ref reader))
            {
                buffer.Rewind(count, wordIndex);
                return false;
            }
        }

        reader.EndWord();
        return true;
    }

    private int Lookup(ReadOnlySpan<char> text, char c, ref int next)
    {
        if (!char.IsSurrogate(c))
            return _map[c];
        if (char.IsHighSurrogate(c) && next < text.Length && char.IsLowSurrogate(text[next]))
            return _map[char.ConvertToUtf32(c, text[next++])];
        return _map[Rune.ReplacementChar.Value];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Apply(int entry, int position, ref WordReader reader)
    {
        switch (BertCharacter.Kind(entry))
        {
            case BertCharacter.Word:
                reader.Append(entry, position);
                return true;
            case BertCharacter.Space:
                reader.EndWord();
                return true;
            case BertCharacter.Isolated:
                reader.EndWord();
                reader.Append(BertCharacter.Value(entry), position);
                reader.EndWord();
                return true;
            case BertCharacter.Many:
                foreach (int part in _map.Many(entry))
                    Apply(part, position, ref reader);
                return true;
            case BertCharacter.Reordered:
                return false;
            default:
                return true;
        }
    }
}
