using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

public sealed class CallTests
{
    public static TheoryData<int> Calls => [.. Enumerable.Range(0, Folders.Json("calls.json").AsArray().Count)];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Arguments_do_what_they_do_in_the_reference(int index)
    {
        JsonNode call = Folders.Json("calls.json")[index]!;

        if (call["error"] is not null)
            Assert.ThrowsAny<ArgumentException>(() => Encode(call));
        else
            AssertCall(call, Encode(call));
    }

    private static void AssertCall(JsonNode call, BatchEncoding encoding)
    {
        Assert.Equal(call["keys"]!.AsArray().Select(key => key!.GetValue<string>()), encoding.Keys);
        BatchEncoding[] all = [encoding, .. encoding.Overflowing];
        Assert.Equal(call["encodings"]!.AsArray().Count, all.Length);
        for (int i = 0; i < all.Length; i++)
            AssertEncoding(call["encodings"]![i]!, all[i]);
    }

    private static void AssertEncoding(JsonNode expected, BatchEncoding actual)
    {
        Assert.Equal(Folders.Ints(expected["ids"]), actual.InputIds);
        Assert.Equal(Folders.Ints(expected["type_ids"]), actual.TokenTypeIds);
        Assert.Equal(Folders.Ints(expected["attention"]), actual.AttentionMask);
        Assert.Equal(Folders.Ints(expected["special"]), actual.SpecialTokensMask);
        Assert.Equal(Folders.Ints(expected["starts"]), actual.Offsets.Select(span => span.Start));
        Assert.Equal(Folders.Ints(expected["ends"]), actual.Offsets.Select(span => span.End));
        Assert.Equal(Folders.Ints(expected["words"]), actual.WordIds.Select(word => word ?? -1));
        Assert.Equal(Folders.Ints(expected["sequences"]), actual.SequenceIds.Select(sequence => sequence ?? -1));
    }

    private static BatchEncoding Encode(JsonNode call)
    {
        JsonObject arguments = call["arguments"]!.AsObject();
        if (arguments["is_split_into_words"] is not null)
            return EncodeWords(call, arguments);
        return Folders.Load(call["folder"]!.GetValue<string>()).Encode(
            call["text"]!.GetValue<string>(),
            call["pair"]?.GetValue<string>(),
            padding: ToPadding(arguments["padding"]),
            truncation: ToTruncation(arguments["truncation"]),
            maxLength: arguments["max_length"]?.GetValue<int>(),
            stride: arguments["stride"]?.GetValue<int>() ?? 0,
            padToMultipleOf: arguments["pad_to_multiple_of"]?.GetValue<int>(),
            addSpecialTokens: Flag(arguments, "add_special_tokens") ?? true,
            paddingSide: arguments["padding_side"] is null ? null : Side.Left,
            returnTokenTypeIds: Flag(arguments, "return_token_type_ids"),
            returnAttentionMask: Flag(arguments, "return_attention_mask"),
            returnOverflowingTokens: Flag(arguments, "return_overflowing_tokens") ?? false,
            returnSpecialTokensMask: Flag(arguments, "return_special_tokens_mask") ?? false,
            returnOffsetsMapping: Flag(arguments, "return_offsets_mapping") ?? false,
            returnLength: Flag(arguments, "return_length") ?? false,
            splitSpecialTokens: Flag(arguments, "split_special_tokens"));
    }

    private static BatchEncoding EncodeWords(JsonNode call, JsonObject arguments) =>
        Folders.Load(call["folder"]!.GetValue<string>()).EncodeWords(
            Words(call["text"])!,
            Words(call["pair"]),
            truncation: ToTruncation(arguments["truncation"]),
            maxLength: arguments["max_length"]?.GetValue<int>(),
            returnOffsetsMapping: Flag(arguments, "return_offsets_mapping") ?? false);

    private static string[]? Words(JsonNode? list) => list is null ? null : [.. list.AsArray().Select(word => word!.GetValue<string>())];

    private static bool? Flag(JsonObject arguments, string name) => arguments[name]?.GetValue<bool>();

    private static Padding ToPadding(JsonNode? value) => value?.ToString() switch
    {
        null => default,
        "true" => true,
        "false" => false,
        "max_length" => PaddingStrategy.MaxLength,
        string other => throw new NotSupportedException(other),
    };

    private static Truncation ToTruncation(JsonNode? value) => value?.ToString() switch
    {
        null => default,
        "true" => true,
        "false" => false,
        "longest_first" => TruncationStrategy.LongestFirst,
        "only_first" => TruncationStrategy.OnlyFirst,
        "only_second" => TruncationStrategy.OnlySecond,
        string other => throw new NotSupportedException(other),
    };
}
