using System.Text.Json;

namespace FineTune.Tests.Models.Families;

/// <summary>Checkpoints of every family: with and without prefix, of other tasks, with old names and buffers, in pieces.</summary>
public sealed class FamilyFileTests
{
    public static TheoryData<string> Small => FamilyGolden.Small;

    [Theory]
    [MemberData(nameof(Small))]
    public void A_fresh_head_has_the_references_numbers(string name)
    {
        using TemporaryFolder folder = new();
        JsonElement golden = FamilyGolden.Entry(name).GetProperty("head");
        PreTrainedModel saved = FamilyGolden.Shuffle(AutoModel.FromConfig(FamilyGolden.Config(name)), 3);
        RoundToHalf(saved);
        saved.SavePretrained(folder.Path);
        Generator generator = new(7);

        PreTrainedModel model = AutoModelForSequenceClassification.FromPretrained(folder.Path, new() { NumLabels = 4, Generator = generator });

        Assert.Equal(golden.GetProperty("weights").GetString(), FamilyGolden.Hash(model));
        Assert.Equal(golden.GetProperty("random_state").GetString(), ModelGolden.Hash(generator));
        Assert.Equal(Strings(golden, "missing"), model.LoadReport!.MissingKeys.Order(StringComparer.Ordinal));
        Assert.Equal(Strings(golden, "unexpected"), model.LoadReport.UnexpectedKeys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void What_was_saved_is_loaded_whole_or_in_pieces(string name)
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = FamilyGolden.Classifier(name);

        model.SavePretrained(folder.File("whole"));
        model.SavePretrained(folder.File("pieces"), maxShardSize: 2000);

        Assert.True(Directory.GetFiles(folder.File("pieces"), "*.safetensors").Length > 1);
        foreach (string where in new[] { "whole", "pieces" })
        {
            PreTrainedModel loaded = AutoModelForSequenceClassification.FromPretrained(folder.File(where));
            Assert.True(loaded.LoadReport!.IsComplete, loaded.LoadReport.ToString());
            Assert.Equal(FamilyGolden.Hash(model), FamilyGolden.Hash(loaded));
            Assert.Equal([model.GetType().Name], loaded.Config.Architectures!);
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void A_classifiers_checkpoint_loads_into_the_base_model(string name)
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = FamilyGolden.Classifier(name);
        model.SavePretrained(folder.Path);

        PreTrainedModel loaded = AutoModel.FromPretrained(folder.Path);

        IReadOnlyDictionary<string, Tensor> inner = model.BaseModel.StateDict();
        Assert.All(inner, pair => Assert.Equal(pair.Value.ToArray(), loaded.StateDict()[pair.Key].ToArray()));
        Assert.Equal(loaded.StateDict().Keys.Except(inner.Keys), loaded.LoadReport!.MissingKeys);
        Assert.All(loaded.LoadReport.MissingKeys, key => Assert.StartsWith("pooler", key, StringComparison.Ordinal));
        Assert.NotEmpty(loaded.LoadReport.UnexpectedKeys);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Old_names_buffers_and_heads_of_other_tasks_are_understood(string name)
    {
        using TemporaryFolder folder = new();
        PreTrainedModel model = FamilyGolden.Classifier(name);
        model.SavePretrained(folder.Path);
        string prefix = model.BaseModelPrefix;
        SafetensorsFile.Save(folder.File("model.safetensors"),
        [
            .. model.StateDict().Select(pair => new SafetensorsTensor(WeightNames.ToLegacy(pair.Key), pair.Value)),
            new SafetensorsTensor($"{prefix}.embeddings.position_ids", Tensor.Zeros(new(1, 20))),
            new SafetensorsTensor("lm_head.bias", Tensor.Zeros(new(24))),
            new SafetensorsTensor("lm_head.decoder.weight", model.BaseModel.StateDict().Values.First()),
        ]);

        PreTrainedModel loaded = AutoModelForSequenceClassification.FromPretrained(folder.Path);

        Assert.Equal(FamilyGolden.Hash(model), FamilyGolden.Hash(loaded));
        Assert.Empty(loaded.LoadReport!.MissingKeys);
        Assert.Equal(["lm_head.bias", "lm_head.decoder.weight"], loaded.LoadReport.UnexpectedKeys);
    }

    private static void RoundToHalf(PreTrainedModel model)
    {
        foreach (Parameter parameter in model.Parameters())
        {
            Span<float> values = parameter.Span;
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (float)(Half)values[i];
            }
        }
    }

    private static IEnumerable<string> Strings(JsonElement golden, string property) =>
        golden.GetProperty(property).EnumerateArray().Select(item => item.GetString()!);
}
