namespace FineTune.Tests.Optim;

public sealed class PaperOptimizerTests
{
    private static readonly Dictionary<string, Func<ParameterGroup, Optimizer>> Made = new()
    {
        ["lion"] = group => new Lion([group], new() { Lr = 1e-3 }),
        ["lion_decay"] = group => new Lion([group], new() { Lr = 1e-2, Beta1 = 0.95, Beta2 = 0.98, WeightDecay = 0.1 }),
        ["ademamix"] = group => new AdEMAMix([group], new() { Lr = 1e-3, WeightDecay = 0 }),
        ["ademamix_schedules"] = group =>
            new AdEMAMix([group], new() { Lr = 1e-2, WeightDecay = 0.1, TAlpha = 10, TBeta3 = 15, Alpha = 8 }),
        ["schedule_free_sgd"] = group => new SgdScheduleFree([group], new() { Lr = 0.1 }),
        ["schedule_free_sgd_warmup"] = group =>
            new SgdScheduleFree([group], new() { Lr = 0.1, Momentum = 0.8, WeightDecay = 0.1, WarmupSteps = 5, R = 1 }),
        ["schedule_free_adamw"] = group => new AdamWScheduleFree([group], new() { Lr = 1e-2 }),
        ["schedule_free_adamw_warmup"] = group => new AdamWScheduleFree(
            [group], new() { Lr = 1e-2, Beta1 = 0.8, WeightDecay = 0.1, WarmupSteps = 5, R = 0.5, WeightLrPower = 1 }),
        ["schedule_free_radam"] = group => new RAdamScheduleFree([group], new() { Lr = 1e-2, WeightDecay = 0.1 }),
        ["stable_adamw"] = group => new StableAdamW([group], new() { Lr = 1e-2, WeightDecay = 0 }),
        ["stable_adamw_decay"] = group => new StableAdamW([group], new() { Lr = 1e-2, Beta2 = 0.999, WeightDecay = 0.1, DecoupleLr = true }),
    };

    public static TheoryData<string> Names => [.. Made.Keys];

    public static TheoryData<string> ScheduleFree => [.. Made.Keys.Where(name => name.StartsWith("schedule_free", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Names))]
    public void Twenty_steps_and_the_state_equal_the_formulas(string name)
    {
        OptimizerGolden golden = new(name, "papers.json");
        Optimizer optimizer = Made[name](golden.Group);
        optimizer.Train();

        golden.Run(optimizer, OptimizerGolden.Near, schedule: optimizer is not ScheduleFreeOptimizer);
    }

    [Theory, MemberData(nameof(ScheduleFree))]
    public void Evaluation_sees_the_average_and_training_continues_where_it_was(string name)
    {
        OptimizerGolden golden = new(name, "papers.json");
        Optimizer optimizer = Made[name](golden.Group);
        optimizer.Train();
        golden.Run(optimizer, OptimizerGolden.Near, schedule: false);
        float[][] before = [.. golden.Parameters.Select(pair => pair.Parameter.ToArray())];

        optimizer.Eval();
        optimizer.Eval();

        golden.CompareAveraged(OptimizerGolden.Near);
        optimizer.Train();
        Assert.All(golden.Parameters.Zip(before), pair => OptimizerGolden.Near(pair.Second, pair.First.Parameter.ToArray()));
    }

    [Theory, MemberData(nameof(Names))]
    public void Saving_and_loading_in_the_middle_changes_nothing(string name)
    {
        OptimizerGolden straight = new(name, "papers.json");
        OptimizerGolden interrupted = new(name, "papers.json");
        Optimizer one = Made[name](straight.Group);
        Optimizer two = Made[name](interrupted.Group);
        one.Train();
        two.Train();

        for (int step = 0; step < OptimizerGolden.StepCount; step++)
        {
            Step(straight, one, step);
            if (step == 6)
            {
                IReadOnlyDictionary<string, object?> saved = two.StateDict();
                two = Made[name](interrupted.Group);
                two.LoadStateDict(saved);
            }

            Step(interrupted, two, step);
        }

        Assert.All(
            straight.Parameters.Zip(interrupted.Parameters),
            pair => Assert.Equal(pair.First.Parameter.ToArray(), pair.Second.Parameter.ToArray()));
    }

    [Fact]
    public void A_step_of_Lion_by_hand()
    {
        Parameter parameter = One(2f, gradient: -3f);
        Lion optimizer = new([new ParameterGroup([parameter])], new() { Lr = 0.5, WeightDecay = 0.1 });

        optimizer.Step();

        Assert.Equal((2f * 0.95f) + 0.5f, parameter.Item(), 1e-6f);
    }

    [Fact]
    public void A_first_step_of_AdEMAMix_by_hand()
    {
        Parameter parameter = One(2f, gradient: 4f);
        AdEMAMix optimizer = new([new ParameterGroup([parameter])], new() { Lr = 0.1, WeightDecay = 0, Beta3 = 0.99, Alpha = 5 });

        optimizer.Step();

        Assert.Equal(2f - (0.1f * (4f + (5 * 0.04f)) / 4f), parameter.Item(), 1e-5f);
    }

    [Fact]
    public void A_first_step_of_StableAdamW_by_hand_is_that_of_the_sign()
    {
        Parameter parameter = One(2f, gradient: 4f);
        StableAdamW optimizer = new([new ParameterGroup([parameter])], new() { Lr = 0.1, WeightDecay = 0 });

        optimizer.Step();

        Assert.Equal(1.9f, parameter.Item(), 1e-6f);
    }

    [Fact]
    public void A_first_step_of_schedule_free_SGD_by_hand_goes_all_the_way_for_z_and_the_average()
    {
        Parameter parameter = One(2f, gradient: 4f);
        SgdScheduleFree optimizer = new([new ParameterGroup([parameter])], new() { Lr = 0.1 });
        optimizer.Train();

        optimizer.Step();
        optimizer.Eval();

        Assert.Equal(1.6f, parameter.Item(), 1e-6f);
    }

    [Fact]
    public void A_schedule_free_step_in_evaluation_mode_is_refused()
    {
        AdamWScheduleFree optimizer = new([new ParameterGroup([One(1, 1)])]);

        Assert.Contains("optimizer.Train()", Assert.Throws<InvalidOperationException>(optimizer.Step).Message);
    }

    private static Parameter One(float value, float gradient)
    {
        Parameter parameter = new(Tensor.From(value));
        Gradients.Set(parameter, [gradient]);
        return parameter;
    }

    private static void Step(OptimizerGolden golden, Optimizer optimizer, int step)
    {
        optimizer.ZeroGrad();
        golden.SetGradients(step);
        optimizer.Step();
    }
}
