using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>A small tokenizer for each component and option, against what the reference does with it.</summary>
public sealed class KindTests
{
    public static TheoryData<string> Kinds => [.. Directory.GetFiles(Folders.Path("kinds"), "*.json")
        .Select(file => Path.GetFileNameWithoutExtension(file)).Where(name => name != "texts").Order(StringComparer.Ordinal)];

    /// <summary>What a class of the reference puts in the place of a missing post-processor.</summary>
    private const string Plain =
        """{"type":"TemplateProcessing","single":[{"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},""" +
        """{"Sequence":{"id":"B","type_id":1}}],"special_tokens":{}}""";

    /// <summary>As the reference writes: characters are not escaped.</summary>
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tokenizer_encodes_and_decodes_as_the_reference(string kind)
    {
        JsonNode golden = Folders.Json($"kinds/{kind}.json");
        PreTrainedTokenizer tokenizer = Load(golden);
        string[] texts = Texts();

        for (int i = 0; i < texts.Length; i++)
        {
            JsonArray row = golden["rows"]![i]!.AsArray();
            string pair = texts[(i + 5) % texts.Length];
            BatchEncoding single = tokenizer.Encode(texts[i]);
            string decoded = tokenizer.Decode(single.InputIds) + "|" + tokenizer.Decode(single.InputIds, skipSpecialTokens: true);

            Assert.Equal($"{texts[i]}: {string.Join(' ', Folders.Ints(row[0]))}", $"{texts[i]}: {string.Join(' ', single.InputIds)}");
            Assert.Equal(
                (texts[i], Number(row[1]), Number(row[2]), Number(row[3]), Number(row[4]), Number(row[5])),
                (texts[i], Crc32.Of(System.Text.Encoding.UTF8.GetBytes(decoded)), Digest(single), Digest(Encode(tokenizer, texts[i], pair, null)),
                    Digest(Encode(tokenizer, texts[i], null, 9)), Digest(Encode(tokenizer, texts[i], pair, 14))));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_tokenizer_is_written_as_it_was_read(string kind)
    {
        JsonNode golden = Folders.Json($"kinds/{kind}.json");
        string folder = Folders.New();

        Load(golden).SavePretrained(folder);

        JsonNode expected = golden["tokenizer"]!;
        expected["post_processor"] ??= JsonNode.Parse(Plain);
        Assert.Equal(expected.ToJsonString(), JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "tokenizer.json")))!.ToJsonString());
    }

    [Theory]
    [InlineData("byte-level")]
    [InlineData("bpe-prefix")]
    [InlineData("bpe-byte-fallback")]
    public void Merges_may_be_lines_as_older_files_have_them(string kind)
    {
        JsonNode golden = Folders.Json($"kinds/{kind}.json");
        PreTrainedTokenizer pairs = Load(golden);
        string longToken = new('\u00e9', 300);
        foreach (string token in (string[])["\u00e9", longToken, longToken + "\u00e9"])
            golden["tokenizer"]!["model"]!["vocab"]![token] ??= golden["tokenizer"]!["model"]!["vocab"]!.AsObject().Count;
        string prefix = golden["tokenizer"]!["model"]!["continuing_subword_prefix"]?.GetValue<string>() ?? "";
        golden["tokenizer"]!["model"]!["vocab"]![prefix + "\u00e9"] ??= golden["tokenizer"]!["model"]!["vocab"]!.AsObject().Count;
        IEnumerable<string> lines = golden["tokenizer"]!["model"]!["merges"]!.AsArray().Select(pair => $"{pair![0]} {pair[1]}");
        golden["tokenizer"]!["model"]!["merges"] = new JsonArray(
            [.. lines.Prepend("#version: 0.2").Append($"{longToken} {prefix}\u00e9").Select(line => JsonValue.Create(line))]);

        PreTrainedTokenizer asLines = Load(golden);

        foreach (string text in Texts().Where(text => !text.Contains('\u00e9')))
            Assert.Equal(pairs.Encode(text).Tokens, asLines.Encode(text).Tokens);
    }

    [Theory]
    [InlineData("byte-level", "NFC")]
    [InlineData("byte-level", "NFKD")]
    [InlineData("byte-level-prefix", "NFC")]
    public void Bytes_after_a_normal_form_are_the_same_the_short_way_and_the_long_way(string kind, string form)
    {
        JsonNode golden = Folders.Json($"kinds/{kind}.json");
        golden["tokenizer"]!["normalizer"] = JsonNode.Parse($$"""{"type":"{{form}}"}""");
        PreTrainedTokenizer shortWay = Load(golden);
        golden["tokenizer"]!["normalizer"] = JsonNode.Parse($$"""{"type":"Sequence","normalizers":[{"type":"{{form}}"}]}""");
        PreTrainedTokenizer longWay = Load(golden);

        foreach (string text in Texts())
        {
            (BatchEncoding one, BatchEncoding other) = (shortWay.Encode(text), longWay.Encode(text));

            Assert.Equal(other.InputIds, one.InputIds);
            Assert.Equal(other.Offsets, one.Offsets);
            Assert.Equal(other.WordIds, one.WordIds);
        }
    }

    private static string[] Texts() => [.. Folders.Json("kinds/texts.json").AsArray().Select(text => text!.GetValue<string>())];

    private static uint Number(JsonNode? node) => node!.GetValue<uint>();

    [Theory]
    [InlineData("{}", true, false)]
    [InlineData("""{"clean_up_tokenization_spaces":true}""", null, false)]
    [InlineData("""{"clean_up_tokenization_spaces":true,"clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output":true}""", null, true)]
    [InlineData("""{"clean_up_tokenization_spaces":true,"clean_up_tokenization_spaces_for_bpe_even_though_it_will_corrupt_output":true}""", false, false)]
    public void Spaces_of_the_text_are_not_cleaned_up_after_BPE_unless_the_reference_would(string settings, bool? asked, bool cleansUp)
    {
        const string Text = "he 's here , now .";
        PreTrainedTokenizer tokenizer = Load(Folders.Json("kinds/byte-level.json"), settings);

        Assert.Equal(cleansUp ? "he's here, now." : Text, tokenizer.Decode(tokenizer.Encode(Text).InputIds, skipSpecialTokens: true, asked));
    }

    private static PreTrainedTokenizer Load(JsonNode golden, string? settings = null)
    {
        string folder = Folders.New();
        if (settings is not null)
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), settings);
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), golden["tokenizer"]!.ToJsonString(s_plain));
        return PreTrainedTokenizer.FromPretrained(folder);
    }

    private static BatchEncoding Encode(PreTrainedTokenizer tokenizer, string text, string? pair, int? length) => tokenizer.EncodeBatch(
        [text], pair is null ? null : [pair], truncation: length is not null, maxLength: length, stride: length is null ? 0 : 2,
        returnOverflowingTokens: true)[0];

    /// <summary>A checksum of all that an encoding has, overflow included.</summary>
    private static uint Digest(BatchEncoding encoding)
    {
        List<int> numbers = [];
        foreach (BatchEncoding one in (BatchEncoding[])[encoding, .. encoding.Overflowing])
        {
            numbers.Add(one.Length);
            numbers.AddRange(one.InputIds);
            numbers.AddRange(one.TokenTypeIds);
            numbers.AddRange(one.Offsets.SelectMany(span => new[] { span.Start, span.End }));
            numbers.AddRange(one.WordIds.Concat(one.SequenceIds).Select(value => value ?? -1));
        }

        return Crc32.Of(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(numbers)));
    }
}
