namespace FineTune.Samples.Tests;

/// <summary>Makes a BERT of a few thousand random weights, without a head, and a vocabulary of single letters.</summary>
internal static class TinyModel
{
    private const string Config = """
        {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": 77, "hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2,
         "intermediate_size": 32, "max_position_embeddings": 128, "type_vocab_size": 2}
        """;

    public static string Create(string folder)
    {
        Directory.CreateDirectory(folder);
        IEnumerable<string> letters = Enumerable.Range('a', 26).Concat(Enumerable.Range('0', 10)).Select(c => ((char)c).ToString());
        string[] tokens = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters, .. letters.Select(letter => "##" + letter)];
        File.WriteAllLines(Path.Combine(folder, "vocab.txt"), tokens);
        File.WriteAllText(Path.Combine(folder, "config.json"), Config);
        AutoModel.FromConfig(AutoConfig.FromPretrained(folder)).SavePretrained(folder);
        return folder;
    }
}
