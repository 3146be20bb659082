using System.Text.RegularExpressions;

namespace FineTune.Tests.Optim;

public sealed class ParameterSelectionTests
{
    private static readonly string[] Decaying =
    [
        "embeddings.word_embeddings.weight", "encoder.layer.0.dense.weight", "encoder.layer.1.dense.weight", "norm1.weight", "classifier.weight",
    ];

    private readonly SmallModel _model = new();

    [Fact]
    public void Neither_biases_nor_normalizations_by_type_or_name_decay()
    {
        Assert.Equal(Decaying.Order(), DecayParameters.GetDecayParameterNames(_model).Order());
    }

    [Fact]
    public void The_two_groups_keep_the_models_order_and_leave_frozen_parameters_out()
    {
        ParameterFreezing.Freeze(_model, "encoder.layer.0.*");

        IReadOnlyList<ParameterGroup> groups = DecayParameters.Groups(_model, 0.1);

        Assert.Equal(Decaying.Where(name => !name.Contains("layer.0")), groups[0].ParameterNames);
        Assert.Equal(_model.Names.Where(name => !Decaying.Contains(name) && !name.Contains("layer.0")), groups[1].ParameterNames);
        Assert.Equal([0.1, 0.0], groups.Select(group => group.WeightDecay));
    }

    [Fact]
    public void Both_groups_exist_even_when_empty()
    {
        ParameterFreezing.Freeze(_model, "*");

        Assert.Equal([0, 0], DecayParameters.Groups(_model, 0).Select(group => group.Parameters.Count));
    }

    [Fact]
    public void Layer_by_layer_the_learning_rate_falls_towards_the_embeddings()
    {
        IReadOnlyList<ParameterGroup> groups = LayerwiseLrDecay.Groups(_model, 1.0, 0.5, weightDecay: 0.1);

        Assert.Equal(
            [(1.0, 0.1), (1.0, 0.0), (0.5, 0.1), (0.5, 0.0), (0.25, 0.1), (0.25, 0.0), (0.125, 0.1), (0.125, 0.0)],
            groups.Select(group => (group.Lr, group.WeightDecay)));
        Assert.Equal(["embeddings.word_embeddings.weight"], groups[6].ParameterNames);
        Assert.Equal(["encoder.layer.1.dense.weight"], groups[2].ParameterNames);
        Assert.Equal(_model.Names.Order(), groups.SelectMany(group => group.ParameterNames).Order());
    }

    [Theory]
    [InlineData("encoder.rel_embeddings", 0.125)]
    [InlineData("pooler", 1.0)]
    public void A_norm_beside_the_layers_goes_with_the_table_it_is_of(string other, double rate)
    {
        Named model = new("encoder.layer.0", "encoder.layer.1", "encoder.LayerNorm", other);

        IReadOnlyList<ParameterGroup> groups = LayerwiseLrDecay.Groups(model, 1.0, 0.5);

        Assert.Equal(rate, groups.First(group => group.ParameterNames.Contains("encoder.LayerNorm.weight")).Lr);
    }

    [Fact]
    public void A_schedule_scales_all_layers_alike()
    {
        AdamW optimizer = new(LayerwiseLrDecay.Groups(_model, 1.0, 0.5), new() { Lr = 1.0 });

        LrSchedulers.GetScheduler(SchedulerType.Linear, optimizer, 4, 10).Step();

        Assert.Equal([0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625, 0.03125, 0.03125], optimizer.ParamGroups.Select(group => group.Lr));
    }

    [Fact]
    public void A_model_without_numbered_layers_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LayerwiseLrDecay.Groups(new Linear(2, 2), 1, 0.9));

        Assert.Contains("which layer it is in", error.Message);
        Assert.Contains("weight, bias", error.Message);
    }

    [Fact]
    public void Freezing_by_glob_takes_the_matching_parameters_out_and_unfreezing_puts_them_back()
    {
        IReadOnlyList<string> frozen = ParameterFreezing.Freeze(_model, "embeddings.*", "*.layer.?.dense.bias");

        Assert.Equal(5, frozen.Count);
        Assert.Equal(frozen.Order(), _model.NamedParameters().Where(pair => !pair.Parameter.RequiresGrad).Select(pair => pair.Name).Order());
        Assert.Equal(frozen.Order(), ParameterFreezing.Unfreeze(_model, "*").Order());
    }

    [Fact]
    public void Freezing_by_regular_expression_finds_it_anywhere_in_a_name()
    {
        Assert.Equal(["encoder.layer.1.dense.weight"], ParameterFreezing.Freeze(_model, new Regex(@"layer\.1\.dense\.w")));
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_refused_before_anything_is_frozen()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ParameterFreezing.Freeze(_model, "*.bias", "bert.*"));

        Assert.Contains("'bert.*' matches no parameter", error.Message);
        Assert.Contains("embeddings.word_embeddings.weight", error.Message);
        Assert.All(_model.Parameters(), parameter => Assert.True(parameter.RequiresGrad));
    }

    private sealed class Named : Module
    {
        public Named(params string[] names) => Array.ForEach(names, name => RegisterModule(name, new Linear(2, 2)));
    }
}
