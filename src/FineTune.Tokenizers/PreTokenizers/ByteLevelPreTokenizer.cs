using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers;

/// <summary>Cuts into GPT-2's words, with a space before the first if asked for, and writes every byte as a character.</summary>
internal sealed class ByteLevelPreTokenizer(bool addPrefixSpace, bool trimOffsets, bool useRegex) : IPreTokenizer, IWordSplitter, IWordRewriter
{
    public bool AddPrefixSpace => addPrefixSpace;

    public bool UseRegex => useRegex;

    /// <inheritdoc/>
    public void PreTokenize(PreTokenizedText text)
    {
        if (addPrefixSpace)
            text.Rewrite(PrefixSpace.Instance);
        if (useRegex)
            text.Cut(this);
        text.Rewrite(this);
    }

    /// <inheritdoc/>
    public void Split(ReadOnlySpan<int> points, Word span, List<Word> words)
    {
        for (int start = span.Start; start < span.End;)
        {
            int end = Gpt2Pattern.EndOfWord(new PointSource(points[..span.End]), start);
            words.Add(new(start, end));
            start = end;
        }
    }

    /// <inheritdoc/>
    public void Rewrite(NormalizedText text, Word word) => WriteBytes(text, word);

    /// <summary>Writes the bytes of a span of a text as characters.</summary>
    public static void WriteBytes(NormalizedText text, Word word)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int point in text.Points[word.Start..word.End])
        {
            int length = new Rune(point).EncodeToUtf8(bytes);
            for (int i = 0; i < length; i++)
                text.Write(ByteAlphabet.ToCharacter(bytes[i]), i == 0 ? 0 : 1);
        }
    }

    /// <inheritdoc/>
    public JsonObject ToJson() => new()
    {
        ["type"] = "ByteLevel",
        ["add_prefix_space"] = addPrefixSpace,
        ["trim_offsets"] = trimOffsets,
        ["use_regex"] = useRegex,
    };

    private readonly ref struct PointSource(ReadOnlySpan<int> points) : Gpt2Pattern.ISource
    {
        private readonly ReadOnlySpan<int> _points = points;

        public int Length => _points.Length;

        public int Read(int index, out int next)
        {
            next = index + 1;
            return _points[index];
        }
    }

    private sealed class PrefixSpace : IWordRewriter
    {
        public static readonly PrefixSpace Instance = new();

        public void Rewrite(NormalizedText text, Word word)
        {
            int first = text.Points[word.Start];
            if (first != ' ')
            {
                text.Write(' ', 0);
                text.Write(first, 1);
            }

            text.CopyTo(word.End);
        }
    }
}
