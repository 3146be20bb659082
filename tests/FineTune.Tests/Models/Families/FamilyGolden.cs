using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FineTune.Tests.Models.Families;

/// <summary>Reads what <c>make_families.py</c> recorded of the reference, and makes the same models by the same formulas.</summary>
internal static class FamilyGolden
{
    private const float Scale = 0.4f;

    private static readonly Dictionary<string, JsonElement> All =
        JsonDocument.Parse(Golden.Text("families", "families.json")).RootElement.EnumerateArray().ToDictionary(entry => entry.GetProperty("name").GetString()!);

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The small models, which everything is recorded of.</summary>
    public static TheoryData<string> Small => [.. All.Keys.Where(name => All[name].TryGetProperty("training", out _))];

    public static TheoryData<string, string> Cases
    {
        get
        {
            TheoryData<string, string> cases = [];
            foreach ((string name, JsonElement entry) in All)
            {
                foreach (JsonElement item in entry.GetProperty("cases").EnumerateArray())
                {
                    cases.Add(name, item.GetProperty("name").GetString()!);
                }
            }

            return cases;
        }
    }

    /// <summary>What <c>config.json</c> held, and what the reference wrote back.</summary>
    public static TheoryData<string, string> Configs
    {
        get
        {
            TheoryData<string, string> configs = [];
            foreach (JsonElement item in JsonDocument.Parse(Golden.Text("families", "configs.json")).RootElement.EnumerateArray())
            {
                configs.Add(item.GetProperty("given").GetString()!, item.GetProperty("written").GetString()!);
            }

            return configs;
        }
    }

    public static JsonElement Entry(string name) => All[name];

    public static JsonElement Case(string name, string @case) =>
        All[name].GetProperty("cases").EnumerateArray().Single(item => item.GetProperty("name").GetString() == @case);

    public static SafetensorsFile File(string name) => SafetensorsFile.Open(Golden.Path("families", name + ".safetensors"));

    public static PretrainedConfig Config(string name)
    {
        using TemporaryFolder folder = new();
        return AutoConfig.FromPretrained(folder.Write("config.json", All[name].GetProperty("config").GetString()!));
    }

    /// <summary>A classifier with weights of the seed 1, in evaluation mode.</summary>
    public static PreTrainedModel Classifier(string name)
    {
        PreTrainedModel model = Shuffle(AutoModelForSequenceClassification.FromConfig(Config(name)), 1);
        foreach (Parameter parameter in model.Parameters().Where(parameter => name.EndsWith("-wide", StringComparison.Ordinal) && parameter.Shape.Rank == 2))
        {
            Multiply(parameter, 0.25f, 0);
        }

        return model;
    }

    public static PreTrainedModel Shuffle(PreTrainedModel model, long seed)
    {
        Generator generator = new(seed);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            generator.Normal(parameter, 0, 1);
            Multiply(parameter, Scale, name.Contains("norm.weight", StringComparison.OrdinalIgnoreCase) ? 1 : 0);
        }

        model.Eval();
        return model;
    }

    /// <summary>The inputs of a case.</summary>
    public static Batch Batch(SafetensorsFile file, string @case)
    {
        Batch batch = new();
        foreach (string key in (ReadOnlySpan<string>)["input_ids", "attention_mask", "token_type_ids", "labels"])
        {
            string name = $"{@case}/{key}";
            if (file.Names.Contains(name))
            {
                batch[key] = file.EntryOf(name).DType == SafetensorsDType.I64 ? file.ReadLongTensor(name) : file.ReadTensor(name);
            }
        }

        return batch;
    }

    /// <summary>Batch number so and so of a training, by the script's formula.</summary>
    public static Batch Step(PretrainedConfig config, int types, int number)
    {
        int[] lengths = [.. Enumerable.Range(0, 4).Select(row => 4 + (((row * 5) + (number * 3)) % 9))];
        Shape shape = new(4, lengths.Max());
        long[] ids = new long[shape.NumElements];
        long[] mask = new long[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            (int row, int at) = (i / shape[1], i % shape[1]);
            mask[i] = at < lengths[row] ? 1 : 0;
            ids[i] = mask[i] == 0 ? config.PadTokenId!.Value : 4 + (((row * 7) + (at * 5) + (number * 11) + (row * at)) % (config.VocabSize - 4));
        }

        Batch batch = new()
        {
            ["input_ids"] = new LongTensor(ids, shape),
            ["attention_mask"] = new LongTensor(mask, shape),
            ["labels"] = new LongTensor([.. Enumerable.Range(0, 4).Select(row => (long)((row + number) % 3))], new(4)),
        };
        if (types > 1)
        {
            batch["token_type_ids"] = new LongTensor(new long[ids.Length], shape);
        }

        return batch;
    }

    public static string Hash(PreTrainedModel model)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((string name, Parameter parameter) in model.NamedParameters())
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(parameter.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Multiply(Parameter parameter, float factor, float term)
    {
        Span<float> values = parameter.Span;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] *= factor;
            values[i] += term;
        }
    }
}
