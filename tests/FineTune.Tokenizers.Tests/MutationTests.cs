using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>Damaged tokenizer.json files of every component: each is a tokenizer that encodes, or an error that names the file and the place.</summary>
public sealed class MutationTests
{
    private const int Mutations = 60;
    private const long MostMemory = 200_000_000;

    private static readonly string[] s_values =
    [
        "null", "true", "false", "-1", "0", "1", "3", "0.5", "-0.5", "1e300", "1e999", "2147483647", "9223372036854775807", "99999999999999999999999", "\"\"",
        "\"x\"", "\" \"", "\"\\u0000\"", "\"(\"", "\"(a+)+$\"", "\"Other\"", "\"\\ud800\"", "[]", "[1]", "[\"a\",\"b\"]", "[[\"a\",1]]", "{}",
        "{\"type\":\"Sequence\"}", "{\"Regex\":\"(?<=a*)b\"}", "{\"String\":\"\"}", "{\"id\":\"A\",\"type_id\":-5}",
    ];

    private static readonly string[] s_texts = ["Hello there, caf\u00e9 123!", "  \u4e2d\u6587 \U0001f600<mask> new_token aaaaabbbbb", string.Empty];

    public static TheoryData<string> Kinds => KindTests.Kinds;

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_damaged_file_is_a_tokenizer_or_an_error_that_names_the_place(string kind)
    {
        string original = Folders.Json($"kinds/{kind}.json")["tokenizer"]!.ToJsonString();
        string folder = Folders.New(), file = Path.Combine(folder, "tokenizer.json");
        Random random = new((int)Crc32.Of(System.Text.Encoding.UTF8.GetBytes(kind)));
        for (int i = 0; i < Mutations; i++)
        {
            string text = (i % 4) switch
            {
                0 => Scratches.In(original, random),
                1 => original[..random.Next(original.Length)],
                _ => Changed(original, random),
            };
            File.WriteAllText(file, text);
            long before = GC.GetAllocatedBytesForCurrentThread();

            PreTrainedTokenizer? tokenizer = null;
            Exception? error = Record.Exception(() => tokenizer = PreTrainedTokenizer.FromPretrained(folder));
            if (error is not null)
            {
                Assert.True(error is TokenizerException, $"{error}\n{text}");
                Assert.Contains("tokenizer.json", error.Message, StringComparison.Ordinal);
                Assert.True(error.Message.Contains("at $", StringComparison.Ordinal) || error.Message.Contains("(line "), $"{error.Message}\n{text}");
            }
            else
            {
                error = Record.Exception(() => Use(tokenizer!));
                Assert.True(error is null or TokenizerException, $"{error}\n{text}");
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMemory);
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Encodes and decodes; a word that such a tokenizer has no token for is an error of its own.</summary>
    private static void Use(PreTrainedTokenizer tokenizer)
    {
        foreach (string text in s_texts)
        {
            BatchEncoding encoding = tokenizer.Encode(text, s_texts[0]);
            _ = tokenizer.Decode(encoding.InputIds);
        }
    }

    /// <summary>Another value, or none, at a place that is as likely to be an option as a token.</summary>
    private static string Changed(string original, Random random)
    {
        JsonNode root = JsonNode.Parse(original)!;
        JsonNode at = root;
        while (true)
        {
            int place = random.Next(at is JsonObject map ? map.Count : at.AsArray().Count);
            JsonNode? next = at is JsonObject parent ? parent.ElementAt(place).Value : at.AsArray()[place];
            if (next is JsonObject { Count: > 0 } or JsonArray { Count: > 0 } && random.Next(5) > 0)
            {
                at = next;
                continue;
            }

            Replace(at, place, drops: random.Next(4) == 0);
            return root.ToJsonString().Replace("\"@@\"", s_values[random.Next(s_values.Length)], StringComparison.Ordinal);
        }
    }

    private static void Replace(JsonNode parent, int place, bool drops)
    {
        if (parent is JsonObject map)
        {
            string key = map.ElementAt(place).Key;
            map.Remove(key);
            if (!drops)
                map[key] = "@@";
        }
        else if (drops)
        {
            parent.AsArray().RemoveAt(place);
        }
        else
        {
            parent.AsArray()[place] = "@@";
        }
    }
}
