using System.Text.Json.Nodes;

namespace FineTune.Tests.Models;

/// <summary>Damaged configurations of every architecture: each is a model, or an error that says what to do.</summary>
public sealed class ConfigMutationTests
{
    private const int Mutations = 300;
    private const long LargestModel = 1_000_000;

    private static readonly string[] Values =
    [
        "null", "true", "-1", "0", "1", "3", "17", "-0.5", "0.5", "1e300", "1e999", "NaN", "1000000", "2147483647", "9223372036854775807",
        "99999999999999999999999", "\"x\"", "\"gelu\"", "\"\"", "[]", "[1]", "{}", "{\"a\": 1}", "{\"__float__\": \"NaN\"}",
    ];

    private static readonly string[] Others =
        ["id2label", "label2id", "problem_type", "architectures", "torch_dtype", "position_embedding_type", "quantization_config", "is_decoder"];

    private static readonly string[] Relative = ["max_relative_positions", "position_buckets", "conv_kernel_size"];

    public static TheoryData<string> ModelTypes => [.. AutoConfig.ModelTypes];

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void A_damaged_file_is_a_model_or_an_error(string type)
    {
        using TemporaryFolder folder = new();
        Random random = new(type.Length);
        for (int i = 0; i < Mutations; i++)
        {
            string text = random.Next(4) == 0 ? Scratches.In(Small(type).ToJsonString(), random) : Changed(Small(type), random);
            folder.Write("config.json", text);
            Exception? error = Record.Exception(() => Use(AutoConfig.FromPretrained(folder.Path)));

            Assert.True(
                error is null || (error is ArgumentException and not ArgumentOutOfRangeException) || error is InvalidDataException, $"{text}\n{error}");
            Assert.DoesNotContain("Bug in FineTune", error?.Message ?? string.Empty, StringComparison.Ordinal);
        }
    }

    private static void Use(PretrainedConfig config)
    {
        _ = config.ToJsonString();
        long layer = (long)config.HiddenSize * (config.HiddenSize + config.MaxPositionEmbeddings + config.VocabSize);
        if (layer * config.NumHiddenLayers < LargestModel && Relative.Sum(key => Size(config, key)) < LargestModel / config.HiddenSize / config.HiddenSize)
        {
            AutoModelForSequenceClassification.FromConfig(config).Eval();
        }
    }

    private static long Size(PretrainedConfig config, string key) => config.Contains(key) ? Math.Max(0, config.Get<long>(key)) : 0;

    private static JsonObject Small(string type)
    {
        JsonObject config = JsonNode.Parse(AutoConfig.ForModel(type).ToJsonString())!.AsObject();
        (string Key, int Size)[] sizes =
        [
            ("hidden_size", 16), ("dim", 16), ("embedding_size", 8), ("intermediate_size", 8), ("hidden_dim", 8), ("num_attention_heads", 2), ("n_heads", 2),
            ("num_hidden_layers", 2), ("n_layers", 2), ("vocab_size", 50), ("max_position_embeddings", 20),
        ];
        foreach ((string key, int size) in sizes.Where(pair => config.ContainsKey(pair.Key)))
        {
            config[key] = size;
        }

        if (type.StartsWith("deberta", StringComparison.Ordinal))
        {
            config["relative_attention"] = true;
            config["position_buckets"] = 4;
            config["conv_kernel_size"] = 3;
        }

        return config;
    }

    private static string Changed(JsonObject config, Random random)
    {
        string key = random.Next(8) == 0 ? Others[random.Next(Others.Length)] : config.ElementAt(random.Next(config.Count)).Key;
        config[key] = "@@";
        return config.ToJsonString().Replace("\"@@\"", Values[random.Next(Values.Length)], StringComparison.Ordinal);
    }
}
