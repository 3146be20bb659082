using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>Regular expressions, against what the reference's find.</summary>
public sealed class PatternTests
{
    public static TheoryData<string> Patterns =>
        [.. Golden()["patterns"]!.AsArray().Select(pattern => pattern![0]!.GetValue<string>())];

    public static TheoryData<string> Points => [.. Folders.Json("patterns/points.json").AsObject().Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_pattern_finds_what_the_reference_finds(string pattern)
    {
        JsonNode golden = Golden();
        JsonArray spans = golden["patterns"]!.AsArray().Single(one => one![0]!.GetValue<string>() == pattern)![1]!.AsArray();
        SplitPreTokenizer split = new(new RegexPattern(pattern), SplitBehavior.Isolated, invert: false);

        for (int i = 0; i < spans.Count; i++)
        {
            string text = golden["texts"]![i]!.GetValue<string>();
            IEnumerable<int> found = Split(split, CodePoints.Of(text)).SelectMany(word => new[] { word.Start, word.End });
            Assert.Equal($"{text}: {string.Join(' ', Folders.Ints(spans[i]))}", $"{text}: {string.Join(' ', found)}");
        }
    }

    [Theory]
    [MemberData(nameof(Points))]
    public void Every_code_point_is_in_the_sets_it_is_in_in_the_reference(string name)
    {
        SplittingPreTokenizer split = name switch
        {
            "Digits" => new DigitsPreTokenizer(individualDigits: false),
            "UnicodeScripts" => new UnicodeScriptsPreTokenizer(),
            _ => new SplitPreTokenizer(new RegexPattern(name), SplitBehavior.Removed, invert: false),
        };
        StringBuilder spans = new();

        foreach (Word word in Split(split, [.. Enumerable.Range(0, 0x110000).Where(c => c is < 0xD800 or > 0xDFFF)]))
            spans.Append(System.Globalization.CultureInfo.InvariantCulture, $"{word.Start}-{word.End},");

        byte[] digest = SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(spans.ToString()));
        Assert.Equal(Folders.Json("patterns/points.json")[name]!.GetValue<string>(), Convert.ToHexStringLower(digest));
    }

    [Theory]
    [InlineData("(a*)*b")]
    [InlineData("(a|aa)+b")]
    [InlineData("(a|a)*b")]
    [InlineData("(?:a+)+b")]
    [InlineData("a*a*a*b")]
    public void A_pattern_that_backtracks_without_end_ends(string pattern)
    {
        int[] text = [.. Enumerable.Repeat((int)'a', 20_000)];
        List<PatternMatch> matches = [];

        new RegexPattern(pattern).FindAll(text, new Word(0, text.Length), matches);

        Assert.Equal([new PatternMatch(0, text.Length, false)], matches);
    }

    [Fact]
    public void A_pattern_that_takes_too_long_is_named()
    {
        int[] text = [.. Enumerable.Repeat((int)'a', 100_000)];

        TokenizerException error = Assert.Throws<TokenizerException>(
            () => new RegexPattern("(?=(a|a)*b)a").FindAll(text, new Word(0, text.Length), []));

        Assert.Contains("\"(?=(a|a)*b)a\" in a text of 100,000 characters took too long", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", "a group that does not end")]
    [InlineData("a)", "an unmatched )")]
    [InlineData("*a", "nothing to repeat before *")]
    [InlineData("[a", "a class that does not end")]
    [InlineData("[b-a]", "a range from a higher to a lower character")]
    [InlineData("\\p{Nothing}", "the unknown property \"Nothing\"")]
    [InlineData("(a)\\1", "\\1, which is not supported here")]
    [InlineData("\\K", "\\K, which is not supported here")]
    [InlineData("(?<=a*)b", "looking behind without a limit")]
    [InlineData("(?i)stra\u00dfe", "characters that are equal to several others without case")]
    [InlineData("((a{1000}){1000}){1000}", "repetitions that multiply to too much")]
    [InlineData("a{20000}", "a repetition of more than 10,000")]
    public void A_pattern_that_is_wrong_or_not_supported_says_so(string pattern, string message)
    {
        RegexSyntaxException error = Assert.Throws<RegexSyntaxException>(() => new RegexPattern(pattern));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static JsonNode Golden() => Folders.Json("patterns/patterns.json");

    private static List<Word> Split(SplittingPreTokenizer split, int[] points)
    {
        List<Word> words = [];
        split.Split(points, new Word(0, points.Length), words);
        return words;
    }
}
