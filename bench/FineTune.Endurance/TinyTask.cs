using System.Globalization;

namespace FineTune.Endurance;

/// <summary>A BERT of a few thousand random weights, and sentences of letters with labels that can be learnt.</summary>
internal static class TinyTask
{
    /// <summary>Writes <c>model/</c>, <c>train.csv</c> and <c>dev.csv</c>.</summary>
    public static void Write(string folder, int hidden = 16)
    {
        string model = Path.Combine(folder, "model");
        Directory.CreateDirectory(model);
        IEnumerable<string> letters = Enumerable.Range('a', 26).Concat(Enumerable.Range('0', 10)).Select(c => ((char)c).ToString());
        File.WriteAllLines(Path.Combine(model, "vocab.txt"), ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", .. letters, .. letters.Select(letter => "##" + letter)]);
        File.WriteAllText(Path.Combine(model, "config.json"), Config(hidden));
        AutoModel.FromConfig(AutoConfig.FromPretrained(model)).SavePretrained(model);
        WriteRows(Path.Combine(folder, "train.csv"), 90, seed: 1);
        WriteRows(Path.Combine(folder, "dev.csv"), 21, seed: 2);
    }

    private static string Config(int hidden) => $$"""
        {"model_type": "bert", "architectures": ["BertModel"], "vocab_size": 77, "hidden_size": {{hidden}}, "num_hidden_layers": 2, "num_attention_heads": 2,
         "intermediate_size": {{2 * hidden}}, "max_position_embeddings": 64, "type_vocab_size": 2}
        """;

    private static void WriteRows(string path, int count, int seed)
    {
        Random random = new(seed);
        File.WriteAllLines(path, ["text,label", .. Enumerable.Range(0, count).Select(i => Row(i % 3, random))]);
    }

    private static string Row(int label, Random random)
    {
        string words = string.Join(' ', Enumerable.Range(0, random.Next(2, 9)).Select(_ => ((char)('a' + (8 * label) + random.Next(8))).ToString()));
        return string.Create(CultureInfo.InvariantCulture, $"{words},class{label}");
    }
}
