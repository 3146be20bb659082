using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

/// <summary>Folders of each tokenizer class, with and without tokenizer.json, against what the reference saves after reading them.</summary>
public sealed class FamilyTests
{
    private static readonly string[] OfTheMachine = ["local_files_only"];

    public static TheoryData<string> Families =>
        [.. Folders.Json("families/families.json").AsArray().Select(family => family!["name"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_saved_is_what_the_reference_saves(string name)
    {
        JsonNode golden = Find(name);
        string saved = Folders.New();

        PreTrainedTokenizer.FromPretrained(Folder(golden)).SavePretrained(saved);

        JsonObject config = JsonNode.Parse(File.ReadAllText(Path.Combine(saved, "tokenizer_config.json")))!.AsObject();
        JsonObject expected = golden["saved"]!.AsObject();
        foreach (string setting in OfTheMachine)
        {
            config.Remove(setting);
            expected.Remove(setting);
        }

        Assert.Equal(Sorted(expected), Sorted(config));
        Assert.Equal(golden["tokenizer"]!.GetValue<string>(), Hash(Path.Combine(saved, "tokenizer.json")));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void What_is_saved_reads_back_and_is_saved_again_as_by_the_reference(string name)
    {
        PreTrainedTokenizer tokenizer = PreTrainedTokenizer.FromPretrained(Folder(Find(name)));
        (string once, string twice) = (Folders.New(), Folders.New());
        tokenizer.SavePretrained(once);

        PreTrainedTokenizer again = PreTrainedTokenizer.FromPretrained(once);
        again.SavePretrained(twice);

        Assert.Equal(tokenizer.Encode("hello <mask> caf\u00e9", "the end").InputIds, again.Encode("hello <mask> caf\u00e9", "the end").InputIds);
        Assert.Equal(Find(name)["again"]!.GetValue<string>(), Hash(Path.Combine(twice, "tokenizer.json")));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Columns_are_those_of_the_class(string name)
    {
        JsonNode golden = Find(name);

        PreTrainedTokenizer tokenizer = PreTrainedTokenizer.FromPretrained(Folder(golden));

        Assert.Equal(
            golden["model_input_names"]!.AsArray().Select(column => column!.GetValue<string>()),
            tokenizer.ModelInputNames.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("vocab.json", "RobertaTokenizer")]
    [InlineData("sentencepiece.bpe.model", "XLMRobertaTokenizer")]
    [InlineData("spiece.model", "AlbertTokenizer")]
    [InlineData("spm.model", "DebertaV2Tokenizer")]
    [InlineData("sentencepiece.model", "TokenizersBackend")]
    public void Without_a_class_the_vocabulary_says_which(string file, string expected)
    {
        string folder = Folders.New(), saved = Folders.New();
        File.Copy(Folders.Path("families/" + (file == "vocab.json" ? file : "fairseq.model")), Path.Combine(folder, file));
        File.Copy(Folders.Path("families/merges.txt"), Path.Combine(folder, "merges.txt"));

        PreTrainedTokenizer.FromPretrained(folder).SavePretrained(saved);

        JsonNode config = JsonNode.Parse(File.ReadAllText(Path.Combine(saved, "tokenizer_config.json")))!;
        Assert.Equal(expected, config["tokenizer_class"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("RobertaTokenizer", "fairseq.model", "spiece.model", "needs vocab.json and merges.txt")]
    [InlineData("XLMRobertaTokenizer", "vocab.txt", "vocab.txt", "needs a SentencePiece model")]
    [InlineData("MPNetTokenizer", "fairseq.model", "spiece.model", "needs vocab.txt")]
    [InlineData("RobertaTokenizer", "vocab.json", "vocab.json", "there is no merges.txt")]
    public void A_vocabulary_of_another_class_is_refused(string tokenizerClass, string source, string target, string message)
    {
        string folder = Folders.New();
        File.Copy(Folders.Path("families/" + source), Path.Combine(folder, target));
        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), new JsonObject { ["tokenizer_class"] = tokenizerClass }.ToJsonString());

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(target, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public void A_damaged_SentencePiece_model_is_refused(int length)
    {
        string file = Path.Combine(Folders.New(), "spiece.model");
        File.WriteAllBytes(file, File.ReadAllBytes(Folders.Path("families/albert.model"))[..length]);

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(Path.GetDirectoryName(file)!));

        Assert.Contains("spiece.model is not a SentencePiece model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_merge_that_makes_no_token_is_named_by_its_line()
    {
        string folder = Folders.New();
        File.Copy(Folders.Path("families/vocab.json"), Path.Combine(folder, "vocab.json"));
        File.WriteAllText(Path.Combine(folder, "merges.txt"), "#version: 0.2\nh e\nx y z\n");

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreTrainedTokenizer.FromPretrained(folder));

        Assert.Contains("merges.txt: line 3, \"x y z\"", error.Message, StringComparison.Ordinal);
    }

    private static JsonNode Find(string name) =>
        Folders.Json("families/families.json").AsArray().Single(family => family!["name"]!.GetValue<string>() == name)!;

    private static string Folder(JsonNode golden)
    {
        string folder = Folders.New();
        foreach ((string target, JsonNode? source) in golden["files"]!.AsObject())
            File.Copy(Folders.Path("families/" + source!.GetValue<string>()), Path.Combine(folder, target));
        File.WriteAllText(Path.Combine(folder, "config.json"), new JsonObject { ["model_type"] = golden["model_type"]!.DeepClone() }.ToJsonString());
        if (golden["config"] is JsonNode config)
            File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), config.ToJsonString());
        return folder;
    }

    private static string Sorted(JsonObject map) =>
        string.Join('\n', map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}: {entry.Value?.ToJsonString() ?? "null"}"));

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
