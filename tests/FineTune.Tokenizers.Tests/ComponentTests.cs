using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

public sealed class ComponentTests
{
    public static TheoryData<string> Normalizers => Names("normalizers");

    public static TheoryData<string> PreTokenizers => Names("pre_tokenizers");

    [Theory]
    [InlineData("a <mask> b", true)]
    [InlineData("<<mask>", true)]
    [InlineData("<mask><", true)]
    [InlineData("x <mas > <", false)]
    [InlineData("<mask", false)]
    [InlineData("<mas", true, "<mas", "<mask>")]
    [InlineData("a < b", true, "<mask>", "<")]
    [InlineData("one  two", true, "   ", "  ")]
    [InlineData("one two ", false, "   ", "  ")]
    [InlineData("<\ud83d\ude00>", true, "<\U0001f600>")]
    [InlineData("", false)]
    public void A_text_may_hold_an_added_token_that_is_spelled_in_it(string text, bool expected, params string[] tokens)
    {
        Assert.Equal(expected, Matcher(tokens.Length > 0 ? tokens : ["<mask>"]).MayMatch(text));
    }

    [Fact]
    public void A_surrogate_without_its_partner_may_be_part_of_an_added_token() => Assert.True(Matcher("<\ufffd>").MayMatch("<\ud800>"));

    private static AddedTokenMatcher Matcher(params string[] tokens) =>
        new(tokens.Select((token, id) => new AddedTokenPattern(CodePoints.Of(token), id, new AddedToken(token))), []);

    [Theory]
    [MemberData(nameof(Normalizers))]
    public void A_normalizer_rewrites_as_in_the_reference(string name)
    {
        JsonNode golden = Find("normalizers", name);
        INormalizer normalizer = ComponentReader.Normalizer(Part(golden["json"]!));

        foreach (JsonNode? one in golden["texts"]!.AsArray())
            Assert.Equal(one![1]!.GetValue<string>(), Normalize(normalizer, one[0]!.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(PreTokenizers))]
    public void A_pre_tokenizer_cuts_as_in_the_reference(string name)
    {
        JsonNode golden = Find("pre_tokenizers", name);
        IPreTokenizer preTokenizer = ComponentReader.PreTokenizer(Part(golden["json"]!));

        foreach (JsonNode? one in golden["texts"]!.AsArray())
        {
            NormalizedText text = new();
            text.Reset(one![0]!.GetValue<string>(), 0);
            PreTokenizedText cut = new();
            cut.Reset(text);
            preTokenizer.PreTokenize(cut);
            Assert.Equal(
                one[1]!.AsArray().Select(word => $"{word![0]} {word[1]} {word[2]}"),
                cut.Words.Select(word => $"{Text(text.Points[word.Start..word.End])} {text.Start(word.Start)} {text.End(word.End - 1)}"));
        }
    }

    [Theory]
    [MemberData(nameof(Normalizers))]
    public void A_normalizer_is_written_as_it_was_read(string name)
    {
        JsonNode json = Find("normalizers", name)["json"]!;

        Assert.True(JsonNode.DeepEquals(json, ComponentReader.Normalizer(Part(json)).ToJson()));
    }

    [Theory]
    [MemberData(nameof(PreTokenizers))]
    public void A_pre_tokenizer_is_written_as_it_was_read(string name)
    {
        JsonNode json = Find("pre_tokenizers", name)["json"]!;

        Assert.True(JsonNode.DeepEquals(json, ComponentReader.PreTokenizer(Part(json)).ToJson()));
    }

    private static TheoryData<string> Names(string stage) =>
        [.. Folders.Json("components.json")[stage]!.AsArray().Select(one => one!["name"]!.GetValue<string>())];

    private static JsonNode Find(string stage, string name) =>
        Folders.Json("components.json")[stage]!.AsArray().Single(one => one!["name"]!.GetValue<string>() == name)!;

    private static JsonPart Part(JsonNode json) => new(JsonDocument.Parse(json.ToJsonString()).RootElement, "components.json", "$");

    private static string Normalize(INormalizer normalizer, string text)
    {
        NormalizedText normalized = new();
        normalized.Reset(text, 0);
        normalizer.Normalize(normalized);
        return Text(normalized.Points);
    }

    private static string Text(ReadOnlySpan<int> points)
    {
        StringBuilder result = new();
        foreach (int point in points)
            result.Append(char.ConvertFromUtf32(point));
        return result.ToString();
    }
}
