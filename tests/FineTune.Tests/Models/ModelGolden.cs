using System.Text.Json;

namespace FineTune.Tests.Models;

/// <summary>Reads what <c>make_models.py</c> recorded of the reference.</summary>
internal static class ModelGolden
{
    public static JsonElement Meta { get; } = JsonDocument.Parse(Golden.Text("models", "models.json")).RootElement;

    public static string Folder(string name) => Golden.Path("models", name);

    public static SafetensorsFile Case(string name) => SafetensorsFile.Open(Golden.Path("models", "cases", name + ".safetensors"));

    public static TheoryData<string> Names(string section) =>
        [.. Meta.GetProperty(section).EnumerateArray().Select(item => item.GetProperty("name").GetString()!)];

    public static JsonElement Item(string section, string name) =>
        Meta.GetProperty(section).EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    public static float[] Floats(this SafetensorsFile file, string name)
    {
        float[] values = new float[file.ShapeOf(name).NumElements];
        file.Read(name, values);
        return values;
    }

    /// <summary>The inputs of a case: every tensor without a dot in its name.</summary>
    public static Batch Batch(SafetensorsFile file)
    {
        Batch batch = new();
        foreach (string key in file.Names.Where(name => !name.Contains('.')).OrderBy(name => name == "input_ids" ? 0 : 1))
        {
            batch[key] = file.EntryOf(key).DType == SafetensorsDType.I64 ? file.ReadLongTensor(key) : file.ReadTensor(key);
        }

        return batch;
    }

    public static string Hash(Generator generator) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(generator.GetState()));

    public static void Equal(SafetensorsFile expected, PreTrainedModel model)
    {
        Assert.Equal(expected.Names.Order(StringComparer.Ordinal), model.StateDict().Keys.Order(StringComparer.Ordinal));
        foreach ((string name, Tensor tensor) in model.StateDict())
        {
            Assert.True(expected.Floats(name).AsSpan().SequenceEqual(tensor.Span), $"{name} differs.");
        }
    }
}
