using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("uncased")]
    [InlineData("cased")]
    [InlineData("bare")]
    [InlineData("distil")]
    [InlineData("generic")]
    [InlineData("added")]
    public void Texts_encode_as_in_the_reference(string folder)
    {
        PreTrainedTokenizer tokenizer = Folders.Load(folder);
        JsonNode[] cases = [.. Folders.Json("encodings.json").AsArray().Where(one => one!["folder"]!.GetValue<string>() == folder)!];

        Assert.True(cases.Length > 30);
        foreach (JsonNode expected in cases)
            AssertEncoding(expected, tokenizer.Encode(expected["text"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("uncased")]
    [InlineData("cased")]
    [InlineData("generic")]
    [InlineData("added")]
    public void Ids_decode_as_in_the_reference(string folder)
    {
        PreTrainedTokenizer tokenizer = Folders.Load(folder);

        foreach (JsonNode? expected in Folders.Json("encodings.json").AsArray().Where(one => one!["folder"]!.GetValue<string>() == folder))
            Assert.Equal(expected!["decoded"]!.GetValue<string>(), tokenizer.Decode(Folders.Ints(expected["ids"]), skipSpecialTokens: true));
    }

    [Fact]
    public void A_batch_encodes_as_its_texts_do_one_by_one()
    {
        PreTrainedTokenizer tokenizer = Folders.Load("uncased", new() { MaxDegreeOfParallelism = 4 });
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => $"text {i} jumps over the lazy café {i * i}")];

        IReadOnlyList<BatchEncoding> batch = tokenizer.EncodeBatch(texts, texts);

        for (int i = 0; i < texts.Length; i++)
            Assert.Equal(tokenizer.Encode(texts[i], texts[i]).InputIds, batch[i].InputIds);
    }

    private static void AssertEncoding(JsonNode expected, BatchEncoding actual)
    {
        string text = expected["text"]!.GetValue<string>();
        Assert.True(Folders.Ints(expected["ids"]).SequenceEqual(actual.InputIds), $"ids of \"{text}\"");
        Assert.True(Folders.Ints(expected["starts"]).SequenceEqual(actual.Offsets.Select(span => span.Start)), $"starts of \"{text}\"");
        Assert.True(Folders.Ints(expected["ends"]).SequenceEqual(actual.Offsets.Select(span => span.End)), $"ends of \"{text}\"");
        Assert.True(Folders.Ints(expected["words"]).SequenceEqual(actual.WordIds.Select(word => word ?? -1)), $"words of \"{text}\"");
    }
}
