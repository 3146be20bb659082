namespace FineTune.Tokenizers.Tests;

/// <summary>What holds for every text.</summary>
public sealed class LawTests
{
    private static readonly string[] Parts =
        ["hello", "world", "unaffable", " ", "  ", "\n", ".", "'", "café", "cafe\u0301", "中文", "한국", "😀", "\u0000", "\u200b", "İ", "[MASK]", "ß", "Ǆ", "\u0344"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Ranges_lie_in_the_text_in_order_and_without_overlap(int seed)
    {
        string text = RandomText(seed);
        BatchEncoding encoding = Folders.Load("uncased").Encode(text, addSpecialTokens: false);

        int end = 0;
        for (int i = 0; i < encoding.Length; i++)
        {
            (int offset, int length) = encoding.GetRange(i).GetOffsetAndLength(text.Length);
            Assert.True(length > 0);
            Assert.True(offset >= end || encoding.Offsets[i] == encoding.Offsets[i - 1], $"token {i} of \"{text}\"");
            end = offset + length;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_token_of_plain_letters_is_its_range_of_the_text(int seed)
    {
        string text = RandomText(seed);
        BatchEncoding encoding = Folders.Load("cased").Encode(text, addSpecialTokens: false);

        for (int i = 0; i < encoding.Length; i++)
        {
            string token = encoding.Tokens[i];
            if (token != "[UNK]" && token.All(char.IsAsciiLetterLower))
                Assert.Equal(token, text[encoding.GetRange(i)]);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Truncation_leaves_the_shorter_of_length_and_limit(int seed)
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        (string first, string second) = (RandomText(seed), RandomText(seed + 1000));
        int full = tokenizer.Encode(first, second, truncation: false).Length;

        for (int limit = 3; limit < full + 3; limit++)
            Assert.Equal(Math.Min(limit, full), tokenizer.Encode(first, second, truncation: true, maxLength: limit).Length);
    }

    [Fact]
    public void A_token_of_given_words_is_its_range_of_its_word()
    {
        string[] words = ["😀", "hello", "world"];

        BatchEncoding encoding = Folders.Load("uncased").EncodeWords(words, addSpecialTokens: false);

        Assert.Equal(words, encoding.WordIds.Select((word, token) => words[word!.Value][encoding.GetRange(token)]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Windows_overlap_by_the_stride_and_cover_everything(int stride)
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        string text = RandomText(7) + RandomText(8);
        int[] full = tokenizer.Encode(text, addSpecialTokens: false).InputIds;

        BatchEncoding encoding = tokenizer.Encode(
            text, truncation: true, maxLength: 8, stride: stride, addSpecialTokens: false, returnOverflowingTokens: true);

        List<int> joined = [.. encoding.InputIds];
        foreach (BatchEncoding next in encoding.Overflowing)
        {
            Assert.Equal(joined.TakeLast(stride), next.InputIds.Take(stride));
            joined.AddRange(next.InputIds.Skip(stride));
        }

        Assert.Equal(full, joined);
    }

    [Theory]
    [InlineData(Side.Left)]
    [InlineData(Side.Right)]
    public void Padding_adds_what_attention_does_not_see(Side side)
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased");
        IReadOnlyList<BatchEncoding> batch = tokenizer.EncodeBatch(["hello", "hello world hello world"], padding: true, paddingSide: side);
        int[] alone = tokenizer.Encode("hello").InputIds;

        Assert.Equal(batch[1].Length, batch[0].Length);
        Assert.Equal(alone, batch[0].InputIds.Where((_, i) => batch[0].AttentionMask[i] == 1));
        Assert.All(batch[0].InputIds.Where((_, i) => batch[0].AttentionMask[i] == 0), id => Assert.Equal(tokenizer.PadTokenId, id));
        Assert.Equal(side == Side.Left ? 0 : 1, batch[0].AttentionMask[0]);
    }

    private static string RandomText(int seed)
    {
        Random random = new(seed);
        return string.Concat(Enumerable.Range(0, 5 + random.Next(30)).Select(_ => Parts[random.Next(Parts.Length)]));
    }
}
