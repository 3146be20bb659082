using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace FineTune.Tokenizers.Tests;

/// <summary>Every code point, against digests of what the reference makes of it.</summary>
public sealed class UnicodeTests
{
    private static readonly int[] Points = [.. Enumerable.Range(0, 0x110000).Where(c => c is < 0xD800 or > 0xDFFF)];

    [Theory]
    [InlineData("Bert")]
    [InlineData("BertCased")]
    [InlineData("NFKC")]
    [InlineData("StripAccents")]
    [InlineData("Lowercase")]
    public void Every_code_point_is_normalized_as_in_the_reference(string name)
    {
        INormalizer normalizer = Normalizer(name);
        NormalizedText text = new();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<char> between = stackalloc char[4];
        List<byte> line = [];
        Span<byte> bytes = stackalloc byte[4];
        foreach (int point in Points)
        {
            between[0] = 'a';
            int length = 1 + new Rune(point).EncodeToUtf16(between[1..]);
            between[length++] = 'b';
            text.Reset(between[..length], 0);
            normalizer.Normalize(text);
            line.Clear();
            if (point > 0)
                line.Add((byte)'\n');
            foreach (int result in text.Points)
                line.AddRange(bytes[..new Rune(result).EncodeToUtf8(bytes)]);
            hash.AppendData(CollectionsMarshal.AsSpan(line));
        }

        Assert.Equal(Folders.Json("unicode.json")[name]!.GetValue<string>(), Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData("Bert")]
    [InlineData("Whitespace")]
    public void Every_code_point_splits_words_as_in_the_reference(string name)
    {
        SplittingPreTokenizer preTokenizer = name == "Bert" ? new BertPreTokenizer() : new WhitespacePreTokenizer();
        StringBuilder counts = new();
        List<Word> words = [];
        foreach (int point in Points)
        {
            words.Clear();
            preTokenizer.Split(['a', point, 'b'], new Word(0, 3), words);
            counts.Append(words.Count);
        }

        byte[] digest = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(counts.ToString()));
        Assert.Equal(Folders.Json("unicode.json")[name + " words"]!.GetValue<string>(), Convert.ToHexStringLower(digest));
    }

    [Fact]
    public void The_short_way_through_BERT_equals_the_long_way_for_every_code_point()
    {
        BertNormalizer normalizer = new(CleanText: true, HandleChineseChars: true, StripAccents: null, Lowercase: true);
        BertCharacterMap map = new(normalizer);
        NormalizedText text = new();
        List<Word> words = [];
        foreach (int point in Points)
        {
            text.Reset(char.ConvertFromUtf32(point), 0);
            normalizer.Normalize(text);
            words.Clear();
            new BertPreTokenizer().Split(text.Points, new Word(0, text.Length), words);
            int entry = map[point];
            if (BertCharacter.Kind(entry) is BertCharacter.Space or BertCharacter.Removed)
                Assert.Empty(words);
            else if (BertCharacter.Kind(entry) is BertCharacter.Word or BertCharacter.Isolated)
                Assert.Equal(BertCharacter.Value(entry), text.Points[words[0].Start]);
        }
    }

    [Fact]
    public void The_kind_of_every_code_point_is_its_categorys()
    {
        CharacterData data = CharacterData.Instance;
        CodePointSet space = data.Set("space")!, letters = data.OfCategories(category => category <= Category.Lo);
        for (int point = 0; point < 0x110000; point++)
        {
            CharacterKind expected = data.CategoryOf(point) switch
            {
                Category.Lu or Category.Ll or Category.Lt or Category.Lm or Category.Lo => CharacterKind.Letter,
                Category.Nd or Category.Nl or Category.No => CharacterKind.Number,
                _ => space.Contains(point) ? CharacterKind.Space : CharacterKind.Other,
            };
            Assert.Equal(expected, CharacterKinds.Of(point));
            Assert.Equal(expected == CharacterKind.Letter, letters.Contains(point));
            bool isControl = data.CategoryOf(point) is Category.Cc or Category.Zl or Category.Zp
                || (data.CategoryOf(point) == Category.Cf && !data.Extend.Contains(point) && !data.Prepend.Contains(point));
            Assert.Equal(isControl, data.Control.Contains(point));
        }
    }

    [Fact]
    public void Composed_form_changes_nothing_before_the_first_combining_mark()
    {
        int last = new UnicodeForm(compatible: false, compose: true).LastUnchanged;
        List<int> parts = [];
        for (int point = 0; point <= last; point++)
        {
            parts.Clear();
            UnicodeData.Instance.Decompose(point, compatible: false, parts);
            int composed = parts[0];
            foreach (int part in parts[1..])
                composed = UnicodeData.Instance.Compose(composed, part);
            Assert.Equal(point, composed);
            Assert.Equal(0, UnicodeData.Instance.CombiningClass(point));
            for (int first = 0; first <= last; first++)
                Assert.Equal(-1, UnicodeData.Instance.Compose(first, point));
        }
    }

    private static INormalizer Normalizer(string name) => name switch
    {
        "Bert" => new BertNormalizer(true, true, null, true),
        "BertCased" => new BertNormalizer(true, true, null, false),
        "NFKC" => new UnicodeForm(compatible: true, compose: true),
        "StripAccents" => new StripAccentsNormalizer(),
        _ => new LowercaseNormalizer(),
    };
}
