using FineTune.Kernels;
using FineTune.Runtime;
using FineTune.Tests.Training.Resources;

namespace FineTune.Tests.Models.Families;

/// <summary>What training relies on, for every family.</summary>
[Collection(AloneCollection.Name)]
public sealed class FamilyTrainingTests
{
    public static TheoryData<string> Small => FamilyGolden.Small;

    public static TheoryData<string> Names => FamilyGolden.Names;

    [Theory]
    [MemberData(nameof(Small))]
    public void Activations_that_are_computed_again_give_the_same_bits(string name)
    {
        float[][] expected = Step(name, "train-left", _ => { });

        float[][] actual = Step(name, "train-left", model => model.GradientCheckpointingEnable());

        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_lane_width_and_thread_count_gives_the_same_bits(string name)
    {
        float[][] expected = Step(name, "left", _ => { });
        (int width, int threads) = (LaneWidth.Current, Workers.ThreadCount);
        try
        {
            foreach (int lanes in new[] { 16, 8, 4, 1 }.Where(lanes => lanes <= LaneWidth.Widest))
            {
                LaneWidth.Current = lanes;
                Workers.ThreadCount = lanes == 8 ? 3 : 1;
                Assert.Equal(expected, Step(name, "left", _ => { }));
            }
        }
        finally
        {
            (LaneWidth.Current, Workers.ThreadCount) = (width, threads);
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Logits_are_those_of_a_whole_last_layer(string name)
    {
        SafetensorsFile file = FamilyGolden.File(name);
        PreTrainedModel model = FamilyGolden.Classifier(name);
        foreach (string @case in new[] { "right", "left", "whole", "holes" })
        {
            Batch batch = FamilyGolden.Batch(file, @case);
            model.Config = model.Config with { OutputHiddenStates = false, ProblemType = null };
            float[] first = model.Forward(batch).Logits!.ToArray();

            model.Config = model.Config with { OutputHiddenStates = true, ProblemType = null };
            SequenceClassifierOutput whole = (SequenceClassifierOutput)model.Forward(batch);

            Assert.NotNull(whole.HiddenStates);
            Assert.Equal(whole.Logits!.ToArray(), first);
        }
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Learning_rates_fall_from_the_head_to_the_embeddings(string name)
    {
        PreTrainedModel model = FamilyGolden.Classifier(name);

        IReadOnlyList<ParameterGroup> groups = LayerwiseLrDecay.Groups(model, 1.0, 0.5);

        Assert.Equal(model.NamedParameters().Select(pair => pair.Name).Order(), groups.SelectMany(group => group.ParameterNames).Order());
        Assert.All(Of(groups, "classifier"), lr => Assert.Equal(1.0, lr));
        Assert.All(Of(groups, "embedding", "relative_attention_bias", "encoder.LayerNorm."), lr => Assert.Equal(groups.Min(group => group.Lr), lr));
        Assert.All(Of(groups, "encoder.conv."), lr => Assert.Equal(Of(groups, "encoder.layer.0.").First(), lr));
        int depths = name.StartsWith("albert", StringComparison.Ordinal) ? ((AlbertConfig)model.Config).NumHiddenGroups : model.Config.NumHiddenLayers;
        Assert.Equal(depths + 2, groups.Select(group => group.Lr).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void Frozen_embeddings_get_no_gradient_and_change_no_other(string name)
    {
        float[][] expected = Step(name, "right", _ => { });

        float[][] actual = Step(name, "right", model => ParameterFreezing.Freeze(model, "*embeddings.*"));

        Assert.True(actual.Length < expected.Length);
        Assert.Equal(expected[0], actual[0]);
        Assert.All(actual[1..], gradient => Assert.Contains(expected, other => other.AsSpan().SequenceEqual(gradient)));
    }

    [Fact]
    public void Texts_of_RoBERTa_are_limited_by_its_positions_whatever_their_padding()
    {
        PreTrainedModel model = FamilyGolden.Classifier("roberta");
        Batch Ids(int tokens, int padding) => new() { ["input_ids"] = new LongTensor([.. Enumerable.Repeat(5L, tokens), .. Enumerable.Repeat(1L, padding)], new(1, tokens + padding)) };

        Assert.Equal(3, model.Forward(Ids(18, 30)).Logits!.Length);
        Assert.Contains("reads at most 18", Assert.Throws<ArgumentException>(() => model.Forward(Ids(19, 0))).Message);
    }

    /// <summary>The logits of a case, then the gradient of every parameter that has one.</summary>
    private static float[][] Step(string name, string @case, Action<PreTrainedModel> prepare)
    {
        PreTrainedModel model = FamilyGolden.Classifier(name);
        prepare(model);
        model.Generator = new Generator(5);
        model.Train();
        ModelOutput output = model.Forward(FamilyGolden.Batch(FamilyGolden.File(name), @case));
        output.Loss!.Backward();
        return [output.Logits!.ToArray(), .. model.Parameters().Where(parameter => parameter.Grad is not null).Select(parameter => parameter.Grad!.ToArray())];
    }

    private static IEnumerable<double> Of(IReadOnlyList<ParameterGroup> groups, params string[] words) =>
        groups.Where(group => group.ParameterNames.Any(name => words.Any(word => name.Contains(word, StringComparison.Ordinal)))).Select(group => group.Lr);
}
