namespace FineTune.Tests.Optim;

public sealed class OptimizerTests
{
    private readonly Parameter _first = new(Tensor.From([1f, 2f], new Shape(2)));
    private readonly Parameter _second = new(Tensor.From([3f], new Shape(1)));

    [Fact]
    public void A_group_keeps_its_own_settings_and_takes_the_others_from_the_optimizer()
    {
        Sgd optimizer = new([new ParameterGroup([_first]) { Lr = 0.5 }, new ParameterGroup([_second])], new() { Lr = 0.1, Momentum = 0.9 });

        Assert.Equal([0.5, 0.1], optimizer.ParamGroups.Select(group => group.Lr));
        Assert.Equal(0.9, optimizer.ParamGroups[0].GetDouble("momentum"));
        Assert.Equal(0.1, optimizer.Defaults["lr"]);
    }

    [Fact]
    public void A_parameter_without_a_gradient_is_left_alone_and_gets_no_state()
    {
        AdamW optimizer = new([new ParameterGroup([_first, _second])], new() { WeightDecay = 0.5 });
        Gradients.Set(_first, [1f, 1f]);

        optimizer.Step();

        Assert.Equal(3f, _second.Item());
        Assert.Equal([0L], ((Dictionary<long, object?>)optimizer.StateDict()["state"]!).Keys);
    }

    [Fact]
    public void Indices_of_the_state_run_through_the_groups_in_turn()
    {
        Sgd optimizer = new([new ParameterGroup([_second]), new ParameterGroup([_first])], new() { Momentum = 0.9 });
        Gradients.Set(_first, [1f, 1f]);
        optimizer.Step();

        IReadOnlyDictionary<string, object?> saved = optimizer.StateDict();

        Assert.Equal([1L], ((Dictionary<long, object?>)saved["state"]!).Keys);
        List<object?> groups = (List<object?>)saved["param_groups"]!;
        Assert.Equal(new List<object?> { 1L }, ((OrderedDictionary<string, object?>)groups[1]!)["params"]);
    }

    [Fact]
    public void The_state_of_another_optimizer_is_refused_and_changes_nothing()
    {
        Dictionary<string, Func<ParameterGroup[], Optimizer>> kinds = new()
        {
            ["AdamW"] = groups => new AdamW(groups),
            ["Sgd"] = groups => new Sgd(groups, new() { Momentum = 0.9 }),
            ["Adagrad"] = groups => new Adagrad(groups),
            ["Rmsprop"] = groups => new Rmsprop(groups),
            ["Lion"] = groups => new Lion(groups),
            ["AdEMAMix"] = groups => new AdEMAMix(groups),
            ["Adafactor"] = groups => new Adafactor(groups),
            ["StableAdamW"] = groups => new StableAdamW(groups),
            ["AdamWScheduleFree"] = groups => new AdamWScheduleFree(groups),
            ["RAdamScheduleFree"] = groups => new RAdamScheduleFree(groups),
            ["SgdScheduleFree"] = groups => new SgdScheduleFree(groups),
        };

        foreach ((string saved, string loads) in kinds.Keys.SelectMany(saved => kinds.Keys.Select(loads => (saved, loads))))
        {
            IReadOnlyDictionary<string, object?> state = Stepped(saved).StateDict();
            Optimizer optimizer = Stepped(loads);
            string before = string.Join(' ', optimizer.ParamGroups[0].Options);

            Exception? error = Record.Exception(() => optimizer.LoadStateDict(state));

            Assert.True(saved == loads ? error is null : error is ArgumentException, $"{loads} of {saved}: {error}");
            Assert.True(saved == loads || before == string.Join(' ', optimizer.ParamGroups[0].Options), $"{loads} of {saved} was changed");
        }

        Optimizer Stepped(string kind)
        {
            Parameter parameter = new(Tensor.From([1f, 2f], new Shape(2)));
            Optimizer optimizer = kinds[kind]([new ParameterGroup([parameter])]);
            Gradients.Set(parameter, [1f, 1f]);
            optimizer.Train();
            optimizer.Step();
            return optimizer;
        }
    }

    [Fact]
    public void A_parameter_that_never_had_a_gradient_may_have_an_empty_state_as_in_the_reference()
    {
        AdamWScheduleFree optimizer = new([new ParameterGroup([_first, _second])]);
        Gradients.Set(_first, [1f, 1f]);
        optimizer.Train();
        optimizer.Step();
        IReadOnlyDictionary<string, object?> saved = optimizer.StateDict();
        ((Dictionary<long, object?>)saved["state"]!)[1] = new OrderedDictionary<string, object?>();
        foreach (object? group in (List<object?>)saved["param_groups"]!)
        {
            _ = ((OrderedDictionary<string, object?>)group!).Remove("scheduled_lr"); // Versions of the reference before 1.3 have none.
        }

        optimizer.LoadStateDict(saved);

        Assert.Equal([0L], ((Dictionary<long, object?>)optimizer.StateDict()["state"]!).Keys);
    }

    [Fact]
    public void Zeroing_forgets_the_gradients()
    {
        Sgd optimizer = new([new ParameterGroup([_first])]);
        Gradients.Set(_first, [1f, 1f]);

        optimizer.ZeroGrad();

        Assert.Null(_first.Grad);
    }

    [Fact]
    public void A_parameter_in_two_groups_is_refused_by_name()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new Sgd([new ParameterGroup([("a.weight", _first)]), new ParameterGroup([("b.weight", _first)])]));

        Assert.Contains("'b.weight' appears more than once", error.Message);
    }

    [Fact]
    public void An_optimizer_without_groups_is_refused() =>
        Assert.Contains("DecayParameters.Groups", Assert.Throws<ArgumentException>(() => new Sgd([])).Message);

    [Fact]
    public void A_setting_a_group_lacks_is_named_with_those_it_has()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => new ParameterGroup([_first]) { Lr = 1 }.WeightDecay);

        Assert.Contains("no setting 'weight_decay'; it has: lr", error.Message);
    }

    [Theory]
    [InlineData(-1, 0.9, 1e-8, "Lr is -1")]
    [InlineData(1, 1.0, 1e-8, "Beta1 is 1")]
    [InlineData(1, 0.9, double.NaN, "Eps is NaN")]
    public void Settings_out_of_range_are_refused(double lr, double beta1, double eps, string expected)
    {
        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new AdamW([new ParameterGroup([_first])], new() { Lr = lr, Beta1 = beta1, Eps = eps }));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Nesterov_without_momentum_is_refused() => Assert.Contains(
        "needs a momentum", Assert.Throws<ArgumentException>(() => new Sgd([new ParameterGroup([_first])], new() { Nesterov = true })).Message);

    [Fact]
    public void Adafactor_needs_exactly_one_source_of_its_learning_rate()
    {
        ParameterGroup Group() => new([_first]);

        Assert.Contains("RelativeStep, which sets", Assert.Throws<ArgumentException>(() => new Adafactor([Group()], new() { Lr = 1 })).Message);
        Assert.Contains("no learning rate", Assert.Throws<ArgumentException>(() => new Adafactor([Group()], new() { RelativeStep = false })).Message);
        Assert.Contains("RelativeStep is off", Assert.Throws<ArgumentException>(() =>
            new Adafactor([Group()], new() { Lr = 1, RelativeStep = false, WarmupInit = true })).Message);
    }

    [Fact]
    public void Adafactors_schedule_shows_the_learning_rate_it_gives_itself()
    {
        Adafactor optimizer = new([new ParameterGroup([_first])], new() { WarmupInit = true, ScaleParameter = false });
        AdafactorSchedule schedule = new(optimizer, initialLr: 0.5);
        Assert.Equal([0.5], schedule.GetLastLr());
        Gradients.Set(_first, [1f, 1f]);

        optimizer.Step();
        optimizer.Step();
        schedule.Step();

        Assert.Equal([2e-6], schedule.GetLastLr());
    }

    [Fact]
    public void The_state_of_another_model_is_refused_and_changes_nothing()
    {
        Sgd saved = new([new ParameterGroup([new Parameter(Tensor.Zeros(new Shape(3)))])], new() { Lr = 9, Momentum = 0.9 });
        Gradients.Set(saved.ParamGroups[0].Parameters[0], [1f, 1f, 1f]);
        saved.Step();
        Sgd optimizer = new([new ParameterGroup([("w", _first)])], new() { Momentum = 0.9 });

        ShapeMismatchException error = Assert.Throws<ShapeMismatchException>(() => optimizer.LoadStateDict(saved.StateDict()));

        Assert.Contains("'momentum_buffer' of parameter 'w' is (3), but the parameter is (2)", error.Message);
        Assert.Equal(1e-3, optimizer.ParamGroups[0].Lr);
    }

    [Fact]
    public void The_state_of_other_groups_is_refused()
    {
        Sgd two = new([new ParameterGroup([_first]), new ParameterGroup([_second])]);
        Sgd one = new([new ParameterGroup([_first])]);
        Sgd both = new([new ParameterGroup([_first, _second])]);

        Assert.Contains("2 parameter groups, but the optimizer has 1", Assert.Throws<ArgumentException>(() => one.LoadStateDict(two.StateDict())).Message);
        Assert.Contains("group 0 of the state dict has 2", Assert.Throws<ArgumentException>(() => one.LoadStateDict(both.StateDict())).Message);
    }

    [Fact]
    public void Something_that_is_no_state_dict_is_refused() => Assert.Contains(
        "no entry 'param_groups'",
        Assert.Throws<ArgumentException>(() => new Sgd([new ParameterGroup([_first])]).LoadStateDict(new Dictionary<string, object?>())).Message);

    [Fact]
    public void State_outlives_the_scope_it_was_made_in()
    {
        AdamW optimizer = new([new ParameterGroup([_first])]);
        using (new TensorScope())
        {
            Gradients.Set(_first, [1f, 1f]);
            optimizer.Step();
        }

        using (new TensorScope())
        {
            optimizer.LoadStateDict(optimizer.StateDict());
        }

        optimizer.Step();
        Assert.True(_first.Span[0] < 1);
    }

    [Fact]
    public void Users_write_optimizers_of_their_own_with_state_that_is_saved()
    {
        CountingSgd optimizer = new([new ParameterGroup([_first])]);
        Gradients.Set(_first, [1f, 1f]);
        optimizer.Step();
        CountingSgd other = new([new ParameterGroup([_first])]);

        other.LoadStateDict(optimizer.StateDict());
        other.Step();

        Assert.Equal([0.5f, 1.5f], _first.ToArray());
        Assert.Equal(2L, other.StepsOf(_first));
    }

    private sealed class CountingSgd(IEnumerable<ParameterGroup> groups) : Optimizer(groups, [KeyValuePair.Create("lr", (object?)0.25)])
    {
        public override void Step()
        {
            foreach (ParameterGroup group in ParamGroups)
            {
                foreach (Parameter parameter in group.Parameters.Where(parameter => parameter.Grad is not null))
                {
                    StateOf(parameter)["steps"] = StepsOf(parameter) + 1;
                    for (int i = 0; i < parameter.Length; i++)
                    {
                        parameter.Span[i] -= (float)group.Lr * parameter.Grad!.Span[i];
                    }
                }
            }
        }

        public long StepsOf(Parameter parameter) => StateOf(parameter).TryGetValue("steps", out object? steps) ? (long)steps! : 0;
    }
}
