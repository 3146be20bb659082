using System.Text.Json;

namespace FineTune.Tests.Models.Families;

/// <summary>Every family of encoders against the reference, from weights both sides make.</summary>
public sealed class FamilyTests
{
    private const double Tolerance = 2e-5;
    private const double GradientTolerance = 1e-4;

    public static TheoryData<string> Names => FamilyGolden.Names;

    public static TheoryData<string> Small => FamilyGolden.Small;

    public static TheoryData<string, string> Cases => FamilyGolden.Cases;

    public static TheoryData<string, string> Configs => FamilyGolden.Configs;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_made_from_a_config_draws_the_references_numbers(string name)
    {
        JsonElement golden = FamilyGolden.Entry(name).GetProperty("fresh");
        Generator generator = new(42);

        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(FamilyGolden.Config(name), generator);

        Assert.Equal(golden.GetProperty("weights").GetString(), FamilyGolden.Hash(model));
        Assert.Equal(golden.GetProperty("random_state").GetString(), ModelGolden.Hash(generator));
        Assert.Equal(golden.GetProperty("num_parameters").GetInt64(), model.NumParameters());
        Assert.Equal(golden.GetProperty("without_embeddings").GetInt64(), model.NumParameters(excludeEmbeddings: true));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_configuration_is_written_as_the_reference_writes_it(string name) =>
        Assert.Equal(FamilyGolden.Entry(name).GetProperty("config").GetString(), FamilyGolden.Config(name).ToJsonString());

    [Theory]
    [MemberData(nameof(Configs))]
    public void A_published_configuration_is_read_and_written_back_as_the_reference_does(string given, string written)
    {
        using TemporaryFolder folder = new();

        PretrainedConfig config = AutoConfig.FromPretrained(folder.Write("config.json", given));

        Assert.Equal(written, config.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Logits_loss_and_gradients_are_the_references(string name, string @case)
    {
        JsonElement golden = FamilyGolden.Case(name, @case);
        SafetensorsFile file = FamilyGolden.File(name);
        PreTrainedModel model = FamilyGolden.Classifier(name);
        model.Config = model.Config with { ProblemType = ProblemTypeNames.Parse(golden.GetProperty("problem_type").GetString()) };
        long? seed = golden.GetProperty("train_seed") is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;
        model.Train(seed is not null);
        model.Generator = seed is null ? null : new Generator(seed.Value);
        model.NeftuneNoiseAlpha = golden.GetProperty("neftune") is { ValueKind: JsonValueKind.Number } alpha ? alpha.GetDouble() : null;

        SequenceClassifierOutput output = (SequenceClassifierOutput)model.Forward(FamilyGolden.Batch(file, @case));
        output.Loss!.Backward();

        Assert.Equal(golden.GetProperty("random_state").GetString(), seed is null ? null : ModelGolden.Hash(model.Generator!));
        Close(file.Floats($"{@case}/expected.logits"), output.Logits!.ToArray());
        Close(file.Floats($"{@case}/expected.loss"), output.Loss.ToArray());
        string differences = GradientTable.Differences(file, @case, model, GradientTolerance);
        Assert.True(differences.Length == 0, differences);
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Hidden_states_and_poolers_are_the_references_where_there_is_text(string name)
    {
        SafetensorsFile file = FamilyGolden.File(name);
        EncoderModel model = (EncoderModel)FamilyGolden.Shuffle(AutoModel.FromConfig(FamilyGolden.Config(name)), 2);
        Batch batch = FamilyGolden.Batch(file, "hidden");

        BaseModelOutput output = model.Forward(batch, outputHiddenStates: true);

        Assert.Equal(FamilyGolden.Entry(name).GetProperty("hidden_states").GetInt32(), output.HiddenStates!.Count);
        for (int i = 0; i < output.HiddenStates.Count; i++)
        {
            Tensor state = output.HiddenStates[i];
            float[] expected = file.Floats($"hidden/expected.{i}");
            Close([.. expected.Select((value, at) => batch.AttentionMask![at / state.Shape[2]] == 0 ? 0 : value)], state.ToArray());
        }

        Assert.Equal(output.HiddenStates[^1].ToArray(), output.LastHiddenState.ToArray());
        Assert.Equal(file.Names.Contains("hidden/expected.pooler_output"), output.PoolerOutput is not null);
        if (output.PoolerOutput is { } pooled)
        {
            Close(file.Floats("hidden/expected.pooler_output"), pooled.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Forty_steps_with_dropout_have_the_references_losses(string name)
    {
        JsonElement golden = FamilyGolden.Entry(name).GetProperty("training");
        Generator generator = new(42);
        PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(FamilyGolden.Config(name), generator);
        model.Generator = generator;
        AdamW optimizer = new([new ParameterGroup(model.NamedParameters())], new AdamWOptions { Lr = 1e-3, WeightDecay = 0.01 });

        float[] losses = [.. Enumerable.Range(0, 40).Select(step => Step(model, optimizer, FamilyGolden.Step(model.Config, FamilyGolden.Entry(name).GetProperty("types").GetInt32(), step)))];

        Close([.. golden.GetProperty("losses").EnumerateArray().Select(loss => loss.GetSingle())], losses);
        Assert.Equal(golden.GetProperty("random_state").GetString(), ModelGolden.Hash(generator));
    }

    private static float Step(PreTrainedModel model, AdamW optimizer, Batch batch)
    {
        Tensor loss = model.Forward(batch).Loss!;
        loss.Backward();
        GradientClipping.ClipGradNorm(model.Parameters(), 1);
        optimizer.Step();
        model.ZeroGrad();
        return loss.Item();
    }

    private static void Close(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance, $"[{i}]: {expected[i]:g9} != {actual[i]:g9}");
        }
    }
}
