using System.Security.Cryptography;
using FineTune.Tests.Training.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Resources;

/// <summary>A BERT that is small, but large enough that threads share its work; made-up texts of varying length.</summary>
internal static class SmallBert
{
    private const int VocabSize = 300;

    public static BertConfig Config(int layers = 2, int hidden = 96) => (BertConfig)new BertConfig().With(new Dictionary<string, object?>
    {
        ["vocab_size"] = VocabSize,
        ["hidden_size"] = hidden,
        ["num_hidden_layers"] = layers,
        ["num_attention_heads"] = 4,
        ["intermediate_size"] = (2 * hidden) + 8,
        ["max_position_embeddings"] = 128,
        ["num_labels"] = 3,
    });

    /// <summary>Makes another architecture's model as small.</summary>
    public static PretrainedConfig Sized(PretrainedConfig config, int layers = 2)
    {
        BertConfig small = Config(layers, hidden: 32);
        return config.With(new Dictionary<string, object?>
        {
            ["vocab_size"] = small.VocabSize,
            ["hidden_size"] = small.HiddenSize,
            ["intermediate_size"] = 32,
            ["num_hidden_layers"] = layers,
            ["num_attention_heads"] = small.NumAttentionHeads,
            ["pad_token_id"] = small.PadTokenId,
            ["num_labels"] = small.NumLabels,
        });
    }

    public static Dataset Rows(int count, int shortest, int longest)
    {
        Random random = new(7);
        int[][] ids = [.. Enumerable.Range(0, count).Select(_ => Text(random, random.Next(shortest, longest + 1)))];
        return Dataset.FromColumns(
            ("input_ids", ids),
            ("token_type_ids", Array.ConvertAll(ids, row => Array.ConvertAll(row, id => id % 2))),
            ("attention_mask", Array.ConvertAll(ids, row => Array.ConvertAll(row, _ => 1))),
            ("labels", Array.ConvertAll(ids, row => (long)(row[1] % 3))));
    }

    /// <summary>Makes a Trainer of the model that prints nothing and pads each batch to its longest text.</summary>
    public static Trainer Trainer(PreTrainedModel model, Dataset rows, RunFolder folder, TrainingArguments args, params TrainerCallback[] callbacks) =>
        new(model, args with { OutputDir = folder.Path, SaveStrategy = SaveStrategy.No, DisableTqdm = true })
        {
            TrainDataset = rows,
            DataCollator = new DataCollatorWithPadding(AutoTokenizer.FromPretrained(Golden.Path("models", "bert-tiny"))),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, .. callbacks],
            Logger = NullLogger.Instance,
        };

    /// <summary>Gets the SHA-256 of every weight's bits.</summary>
    public static string Digest(Module model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Parameter parameter in model.Parameters())
        {
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static int[] Text(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.Next(5, VocabSize))];
}
