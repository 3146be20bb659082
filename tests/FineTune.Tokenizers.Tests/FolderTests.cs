using System.Text.Json.Nodes;

namespace FineTune.Tokenizers.Tests;

public sealed class FolderTests
{
    public static TheoryData<string> Names => ["uncased", "cased", "bare", "distil", "generic", "added"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_is_read_as_in_the_reference(string name)
    {
        JsonNode expected = Folders.Json("tokenizers.json")[name]!;

        PreTrainedTokenizer tokenizer = Folders.Load(name);

        Assert.Equal(expected["vocab_size"]!.GetValue<int>(), tokenizer.VocabSize);
        Assert.Equal(expected["length"]!.GetValue<int>(), tokenizer.Length);
        Assert.Equal(expected["model_max_length"]!.GetValue<int>(), tokenizer.ModelMaxLength);
        Assert.Equal(expected["padding_side"]!.GetValue<string>(), tokenizer.PaddingSide == Side.Left ? "left" : "right");
        Assert.Equal(expected["model_input_names"]!.AsArray().Select(one => one!.GetValue<string>()), tokenizer.ModelInputNames);
        Assert.Equal(Folders.Ints(expected["all_special_ids"]), tokenizer.AllSpecialIds);
        Assert.Equal(
            expected["special_tokens_map"]!.AsObject().Select(one => (one.Key, one.Value!.GetValue<string>())).Order(),
            tokenizer.SpecialTokensMap.Select(one => (one.Key, one.Value)).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_folder_is_saved_as_by_the_reference(string name)
    {
        string saved = Folders.New();

        Folders.Load(name).SavePretrained(saved);

        foreach (string file in new[] { "tokenizer_config.json", "tokenizer.json" })
            Assert.Equal(Offline(Golden.Text("tokenizers", "saved", name, file)), Offline(File.ReadAllText(Path.Combine(saved, file))));
    }

    [Fact]
    public void A_file_where_the_folder_is_to_be_is_named()
    {
        string file = Path.Combine(Directory.CreateDirectory(Folders.New()).FullName, "afile");
        File.WriteAllText(file, "text");

        Assert.Equal(
            $"\"{file}\" is a file, but a folder to save the tokenizer in was expected. Choose another path.",
            Assert.Throws<IOException>(() => Folders.Load("bare").SavePretrained(file)).Message);
    }

    /// <summary>Whether the network may be used depends on the environment.</summary>
    private static string Offline(string text) => text.Replace("\"local_files_only\": false", "\"local_files_only\": true", StringComparison.Ordinal);
}
