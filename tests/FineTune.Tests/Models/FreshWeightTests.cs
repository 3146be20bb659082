using System.Text.Json;

namespace FineTune.Tests.Models;

public sealed class FreshWeightTests
{
    public static TheoryData<string> Scratch => ModelGolden.Names("scratch");

    public static TheoryData<string> Heads => ModelGolden.Names("heads");

    [Theory]
    [MemberData(nameof(Scratch))]
    public void A_model_made_from_a_config_draws_the_references_numbers(string name)
    {
        using TemporaryFolder folder = new();
        JsonElement golden = ModelGolden.Item("scratch", name);
        folder.Write("config.json", golden.GetProperty("config").GetString()!);
        Generator generator = new(42);

        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(AutoConfig.FromPretrained(folder.Path), generator);

        ModelGolden.Equal(ModelGolden.Case(name), model);
        Assert.Equal(golden.GetProperty("random_state").GetString(), ModelGolden.Hash(generator));
        Assert.True(model.Training);
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void What_a_checkpoint_lacks_is_drawn_as_the_reference_draws_it(string name)
    {
        JsonElement golden = ModelGolden.Item("heads", name);
        Generator generator = new(golden.GetProperty("seed").GetInt64());
        List<LoadReport> reports = [];

        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(ModelGolden.Folder(golden.GetProperty("folder").GetString()!), new()
        {
            NumLabels = golden.GetProperty("labels").GetInt32(),
            Generator = generator,
            IgnoreMismatchedSizes = golden.GetProperty("ignore").GetBoolean(),
            OnLoadReport = reports.Add,
        });

        ModelGolden.Equal(ModelGolden.Case(name), model);
        Assert.Equal(golden.GetProperty("random_state").GetString(), ModelGolden.Hash(generator));
        Assert.Same(Assert.Single(reports), model.LoadReport);
        Assert.Equal(Strings(golden, "missing"), model.LoadReport!.MissingKeys.Order(StringComparer.Ordinal));
        Assert.Equal(Strings(golden, "unexpected"), model.LoadReport.UnexpectedKeys.Order(StringComparer.Ordinal));
        Assert.Equal(Strings(golden, "mismatched"), model.LoadReport.MismatchedKeys.Select(key => key.Key).Order(StringComparer.Ordinal));
        Assert.False(model.Training);
    }

    [Fact]
    public void The_seed_decides_the_fresh_weights()
    {
        string folder = ModelGolden.Folder("bert-base-bf16");

        float[] Head(FromPretrainedOptions? options) =>
            AutoModelForSequenceClassification.FromPretrained(folder, options).StateDict()["classifier.weight"].ToArray();

        Assert.Equal(Head(new() { Seed = 42 }), Head(null));
        Assert.NotEqual(Head(new() { Seed = 43 }), Head(null));
    }

    private static IEnumerable<string> Strings(JsonElement golden, string property) =>
        golden.TryGetProperty(property, out JsonElement list) ? list.EnumerateArray().Select(item => item.GetString()!) : [];
}
