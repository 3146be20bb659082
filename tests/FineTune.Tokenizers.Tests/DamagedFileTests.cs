using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

public sealed class DamagedFileTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(200)]
    [InlineData(2000)]
    public void A_file_that_was_cut_off_is_named_with_the_place(int length)
    {
        string folder = Copy("uncased");
        string file = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(file, File.ReadAllText(file)[..length]);

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains(file, error.Message, StringComparison.Ordinal);
        Assert.Contains("not valid JSON (line ", error.Message, StringComparison.Ordinal);
        Assert.Contains("Download or copy it again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.model.vocab", "\"words\"", "an object")]
    [InlineData("$.model.vocab.hello", "\"7\"", "a whole number")]
    [InlineData("$.added_tokens[0].content", "5", "a text")]
    [InlineData("$.truncation.strategy", "\"Sometimes\"", "one of DoNotTruncate, LongestFirst")]
    [InlineData("$.padding.direction", "true", "a text")]
    public void A_wrong_value_is_named_with_its_path(string path, string value, string expected)
    {
        string folder = Copy("uncased");
        Change(folder, path, JsonNode.Parse(value));

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains($"expected {expected}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"at {path}, found {value}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$.model", """{"type":"Other"}""", "the model \"Other\" at $.model is not supported; supported are WordPiece, BPE")]
    [InlineData("$.model", """{"type":"BPE","vocab":{"a":0},"merges":["a b"]}""", "expected two tokens of the vocabulary that together are one at $.model.merges[0]")]
    [InlineData("$.model", """{"type":"BPE","vocab":{"a":0},"merges":["a  a"]}""", "expected two tokens of the vocabulary that together are one at $.model.merges[0]")]
    [InlineData("$.model", """{"type":"BPE","vocab":{"a":0},"merges":["aa"]}""", "expected two tokens of the vocabulary that together are one at $.model.merges[0]")]
    [InlineData("$.model", """{"type":"BPE","vocab":{"a":0,"aa":1},"merges":[["a","a"],5]}""", "expected a text or a list of two texts at $.model.merges[1], found 5")]
    [InlineData("$.model", """{"type":"BPE","vocab":{"a":0},"merges":[["a","a","a"]]}""", "expected a text or a list of two texts at $.model.merges[0]")]
    [InlineData("$.model", """{"type":"BPE","vocab":{"a":0},"merges":[["a",7]]}""", "expected a text at $.model.merges[0][1], found 7")]
    [InlineData("$.model", """{"type":"BPE","dropout":0.1,"vocab":{"a":0},"merges":[]}""", "expected no dropout")]
    [InlineData("$.model", """{"vocab":[["a",0]],"unk_id":1}""", "expected the number of a token of the vocabulary at $.model.unk_id")]
    [InlineData("$.normalizer", """{"type":"Other"}""", "the normalizer \"Other\" at $.normalizer is not supported; supported are BertNormalizer")]
    [InlineData("$.normalizer", """{"type":"Precompiled","precompiled_charsmap":"AAAA"}""", "expected a character map in base64 at $.normalizer.precompiled_charsmap")]
    [InlineData("$.normalizer", """{"type":"Replace","pattern":{"Regex":"(a"},"content":""}""", "at $.normalizer.pattern.Regex has a group that does not end")]
    [InlineData("$.pre_tokenizer", """{"type":"Other"}""", "the pre_tokenizer \"Other\" at $.pre_tokenizer is not supported; supported are BertPreTokenizer")]
    [InlineData("$.pre_tokenizer", """{"type":"Metaspace","replacement":"ab"}""", "expected one character at $.pre_tokenizer.replacement")]
    [InlineData("$.post_processor", """{"type":"Other"}""", "the post_processor \"Other\" at $.post_processor is not supported")]
    [InlineData("$.decoder", """{"type":"Other"}""", "the decoder \"Other\" at $.decoder is not supported; supported are WordPiece")]
    public void A_component_of_another_kind_is_refused_by_name(string path, string value, string message)
    {
        string folder = Copy("generic");
        Change(folder, path, JsonNode.Parse(value));

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_UTF8_is_refused()
    {
        string folder = Copy("generic"), file = Path.Combine(folder, "tokenizer.json");
        byte[] bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] = 0xFF;
        File.WriteAllBytes(file, bytes);

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains("tokenizer.json is not UTF-8 text", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"model":{"type":"WordLevel","vocab":{"\ud800":0}}}""", "expected names of whole characters at $.model.vocab")]
    [InlineData("""{"model":{"type":"WordLevel","unk_token":"\ud800","vocab":{}}}""", "expected a text of whole characters at $.model.unk_token")]
    public void Half_a_character_is_refused(string json, string message)
    {
        string folder = Folders.New();
        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), json);

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_must_name_special_tokens_that_exist()
    {
        string folder = Copy("generic");
        Change(folder, "$.post_processor", JsonNode.Parse(
            """{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A","type_id":0}}],"pair":[],"special_tokens":{}}"""));

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains("one of the special_tokens at $.post_processor.single[0].SpecialToken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_vocabulary_says_what_to_copy()
    {
        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(Folders.New()));

        Assert.Contains("neither tokenizer.json nor vocab.txt", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Contains("nowhere", Assert.Throws<DirectoryNotFoundException>(() => PreTrainedTokenizer.FromPretrained("nowhere")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_vocabulary_that_is_not_UTF8_is_named()
    {
        string folder = Copy("bare");
        File.WriteAllBytes(Path.Combine(folder, "vocab.txt"), [(byte)'a', (byte)'\n', 0xFF, 0xFE]);

        Assert.Contains("vocab.txt cannot be read as UTF-8", Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_is_unknown_needs_an_unknown_token()
    {
        string folder = Copy("bare");
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), "[PAD]\n[CLS]\n[SEP]\nhello\n");
        PreTrainedTokenizer tokenizer = PreTrainedTokenizer.FromPretrained(folder);

        TokenizerException error = Assert.Throws<TokenizerException>(() => tokenizer.Encode("hello there"));

        Assert.Contains("The word \"there\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_added_tokens_file_names_the_token()
    {
        string folder = Copy("added");
        File.WriteAllText(Path.Combine(folder, "added_tokens.json"), """{"<e1>": "seven"}""");

        Assert.Contains("the added token \"<e1>\"", Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder)).Message,
            StringComparison.Ordinal);
    }

    private static string Copy(string name)
    {
        string folder = Folders.New();
        foreach (string file in Directory.GetFiles(Folders.Path(name)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }

    private static void Change(string folder, string path, JsonNode? value)
    {
        string file = Path.Combine(folder, "tokenizer.json");
        JsonNode root = JsonNode.Parse(File.ReadAllText(file))!;
        string[] steps = path.Replace("[", ".[", StringComparison.Ordinal).Split('.')[1..];
        JsonNode parent = steps[..^1].Aggregate(root, (node, step) => step[0] == '[' ? node[int.Parse(step[1..^1])]! : node[step]!);
        parent[steps[^1]] = value;
        File.WriteAllText(file, root.ToJsonString());
    }
}
