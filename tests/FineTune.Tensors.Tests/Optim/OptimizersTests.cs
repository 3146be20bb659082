namespace FineTune.Tests.Optim;

public sealed class OptimizersTests
{
    private static readonly OptimizerSettings Settings =
        new() { LearningRate = 0.1, AdamBeta1 = 0.8, AdamBeta2 = 0.95, AdamEpsilon = 1e-7, WeightDecay = 0.3, WarmupSteps = 7 };

    public static TheoryData<string> Available => [.. Optimizers.Available];

    public static TheoryData<string> Refused => [.. Optimizers.Known.Except(Optimizers.Available)];

    [Theory]
    [InlineData("adamw_torch", typeof(AdamW))]
    [InlineData("adamw_torch_fused", typeof(AdamW))]
    [InlineData("adafactor", typeof(Adafactor))]
    [InlineData("ademamix", typeof(AdEMAMix))]
    [InlineData("sgd", typeof(Sgd))]
    [InlineData("adagrad", typeof(Adagrad))]
    [InlineData("lion_32bit", typeof(Lion))]
    [InlineData("paged_adamw_32bit", typeof(AdamW))]
    [InlineData("rmsprop", typeof(Rmsprop))]
    [InlineData("rmsprop_bnb_32bit", typeof(Rmsprop))]
    [InlineData("schedule_free_radam", typeof(RAdamScheduleFree))]
    [InlineData("schedule_free_adamw", typeof(AdamWScheduleFree))]
    [InlineData("schedule_free_sgd", typeof(SgdScheduleFree))]
    [InlineData("stable_adamw", typeof(StableAdamW))]
    public void The_references_names_make_its_optimizers_with_the_training_arguments(string name, Type type)
    {
        Optimizer optimizer = Create(name);

        Assert.IsType(type, optimizer);
        Assert.Equal(0.1, optimizer.ParamGroups[0].Lr);
        Assert.Equal(0.3, optimizer.ParamGroups[0].WeightDecay);
        Assert.Empty(Optimizers.Problems(name));
    }

    [Theory, MemberData(nameof(Available))]
    public void Every_available_name_makes_an_optimizer_that_steps(string name)
    {
        Parameter parameter = new(Tensor.From([1f, 2f], new Shape(2)));
        Optimizer optimizer = Optimizers.Create(name, [new ParameterGroup([parameter])], Settings);
        optimizer.Train();

        for (int step = 0; step < 10; step++)
        {
            optimizer.ZeroGrad();
            Gradients.Set(parameter, [1f, 1f]);
            optimizer.Step();
        }

        Assert.All(parameter.ToArray().Zip([1f, 2f]), pair => Assert.True(pair.First < pair.Second));
    }

    [Theory, MemberData(nameof(Refused))]
    public void Names_that_cannot_work_here_are_refused_with_the_reason_and_what_to_use(string name)
    {
        NotSupportedException error = Assert.Throws<NotSupportedException>(() => Create(name));

        Assert.StartsWith($"The optimizer {name} ", error.Message);
        Assert.Matches("Use (adamw_torch|sgd|adafactor)", error.Message);
        Assert.Equal([error.Message], Optimizers.Problems(name));
    }

    [Fact]
    public void Every_name_of_the_reference_is_known()
    {
        Assert.Equal(41, Optimizers.Known.Count);
        Assert.Equal(17, Optimizers.Available.Count);
    }

    [Fact]
    public void An_unknown_name_is_refused_naming_those_that_work()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Create("adam"));

        Assert.Contains("'adam' is not a valid OptimizerNames, please select one of: adamw_torch, adamw_torch_fused, adafactor", error.Message);
    }

    [Fact]
    public void The_adam_family_gets_betas_and_eps_and_Lion_the_betas()
    {
        Assert.Equal([0.8, 0.95], Create("adamw_torch").ParamGroups[0].GetDoubles("betas"));
        Assert.Equal(1e-7, Create("adamw_torch").ParamGroups[0].GetDouble("eps"));
        Assert.Equal([0.8, 0.95], Create("lion_32bit").ParamGroups[0].GetDoubles("betas"));
        Assert.Equal([0.8, 0.95, 0.9999], Create("ademamix").ParamGroups[0].GetDoubles("betas"));
        Assert.Equal(0.8, Create("stable_adamw").ParamGroups[0].GetDouble("beta1"));
        Assert.Equal(1e-10, Create("adagrad").ParamGroups[0].GetDouble("eps"));
    }

    [Fact]
    public void Fused_is_as_the_name_says()
    {
        Assert.Equal(true, Create("adamw_torch_fused").ParamGroups[0]["fused"]);
        Assert.Null(Create("adamw_torch").ParamGroups[0]["fused"]);
    }

    [Fact]
    public void Schedule_free_optimizers_get_the_warm_up_but_RAdam_needs_none()
    {
        Assert.Equal(7.0, Create("schedule_free_adamw").ParamGroups[0]["warmup_steps"]);
        Assert.Equal(7.0, Create("schedule_free_sgd").ParamGroups[0]["warmup_steps"]);
        Assert.False(Create("schedule_free_radam").ParamGroups[0].Options.ContainsKey("warmup_steps"));
    }

    [Fact]
    public void Own_arguments_are_converted()
    {
        ParameterGroup sgd = Create("sgd", "momentum=0.9, nesterov=True").ParamGroups[0];
        ParameterGroup rmsprop = Create("rmsprop", "alpha=0.5,eps=1e-4,centered=1,momentum=0.2").ParamGroups[0];
        ParameterGroup ademamix = Create("ademamix", "beta3=0.99,alpha=8,t_alpha=100").ParamGroups[0];

        Assert.Equal((0.9, true), (sgd.GetDouble("momentum"), sgd.GetBoolean("nesterov")));
        Assert.Equal((0.5, 1e-4, true), (rmsprop.GetDouble("alpha"), rmsprop.GetDouble("eps"), rmsprop.GetBoolean("centered")));
        Assert.Equal((8.0, 100L), (ademamix.GetDouble("alpha"), ademamix["t_alpha"]));
        Assert.Equal(0.99, ademamix.GetDoubles("betas")[2]);
        ParameterGroup free = Create("schedule_free_sgd", "weight_lr_power=3,r=1").ParamGroups[0];
        Assert.Equal((3.0, 1.0), (free.GetDouble("weight_lr_power"), free.GetDouble("r")));
    }

    [Theory]
    [InlineData("sgd", "momentun=0.9", "'momentun', which is no setting of sgd; it has momentum, dampening, nesterov")]
    [InlineData("adamw_torch", "amsgrad=true", "'amsgrad', which is no setting of adamw_torch; it has none")]
    [InlineData("sgd", "momentum=much", "momentum=much, but a number is expected")]
    [InlineData("sgd", "nesterov=maybe", "nesterov=maybe, but true or false is expected")]
    [InlineData("ademamix", "t_alpha=1.5", "t_alpha=1.5, but a whole number is expected")]
    [InlineData("sgd", "momentum", "key=value,key=value is expected")]
    [InlineData("sgd", "weight_decay=0.1", "set the argument weight_decay instead")]
    [InlineData("stable_adamw", "kahan_sum=true", "would change nothing")]
    public void Own_arguments_that_cannot_be_used_are_refused(string name, string args, string expected)
    {
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => Create(name, args)).Message);
        Assert.Contains(expected, Assert.Single(Optimizers.Problems(name, args)));
    }

    private static Optimizer Create(string name, string? args = null) =>
        Optimizers.Create(name, [new ParameterGroup([new Parameter(Tensor.Zeros(new Shape(2)))]) { WeightDecay = 0.3 }], Settings, args);
}
