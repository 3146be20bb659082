namespace FineTune.Tests.Optim;

public sealed class ReferenceOptimizerTests
{
    private static readonly Dictionary<string, Func<ParameterGroup, Optimizer>> Made = new()
    {
        ["adamw"] = group => new AdamW([group], new() { Lr = 1e-3, WeightDecay = 0, Fused = false }),
        ["adamw_decay"] = group => new AdamW([group], new() { Lr = 3e-2, WeightDecay = 0.1, Fused = false }),
        ["adamw_amsgrad"] = group => new AdamW([group], new() { Lr = 1e-2, Amsgrad = true, Fused = false }),
        ["adamw_betas"] = group => new AdamW([group], new() { Lr = 1e-2, Beta1 = 0.4, Beta2 = 0.95, Eps = 1e-6, Fused = false }),
        ["adamw_fused"] = group => new AdamW([group], new() { Lr = 1e-3, WeightDecay = 0 }),
        ["adamw_fused_decay"] = group => new AdamW([group], new() { Lr = 3e-2, WeightDecay = 0.1 }),
        ["adamw_fused_amsgrad"] = group => new AdamW([group], new() { Lr = 1e-2, Amsgrad = true }),
        ["adamw_fused_betas"] = group => new AdamW([group], new() { Lr = 1e-2, Beta1 = 0.4, Beta2 = 0.95, Eps = 1e-6 }),
        ["adamw_fused_maximize"] = group => new AdamW([group], new() { Lr = 1e-2, Maximize = true }),
        ["sgd"] = group => new Sgd([group], new() { Lr = 1e-2 }),
        ["sgd_decay"] = group => new Sgd([group], new() { Lr = 1e-2, WeightDecay = 0.1 }),
        ["sgd_momentum"] = group => new Sgd([group], new() { Lr = 1e-2, Momentum = 0.9, Dampening = 0.3, WeightDecay = 0.1 }),
        ["sgd_nesterov"] = group => new Sgd([group], new() { Lr = 1e-2, Momentum = 0.9, Nesterov = true }),
        ["adagrad"] = group => new Adagrad([group]),
        ["adagrad_decay"] = group => new Adagrad([group], new() { Lr = 1e-1, LrDecay = 0.05, WeightDecay = 0.1, Eps = 1e-6 }),
        ["rmsprop"] = group => new Rmsprop([group], new() { Lr = 1e-3 }),
        ["rmsprop_momentum"] = group => new Rmsprop([group], new() { Lr = 1e-3, Alpha = 0.9, Momentum = 0.8, WeightDecay = 0.1 }),
        ["rmsprop_centered"] = group => new Rmsprop([group], new() { Lr = 1e-3, Momentum = 0.5, Centered = true, Eps = 1e-5 }),
        ["rmsprop_centered_plain"] = group => new Rmsprop([group], new() { Lr = 1e-3, Centered = true }),
        ["adafactor"] = group => new Adafactor([group], new() { Lr = 1e-2, ScaleParameter = false, RelativeStep = false }),
        ["adafactor_decay"] = group =>
            new Adafactor([group], new() { Lr = 1e-2, ScaleParameter = false, RelativeStep = false, WeightDecay = 0.1 }),
        ["adafactor_beta1"] = group => new Adafactor([group], new() { Lr = 1e-2, RelativeStep = false, Beta1 = 0.9 }),
        ["adafactor_relative"] = group => new Adafactor([group], new() { WarmupInit = true }),
    };

    public static TheoryData<string> Names => [.. Made.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Twenty_steps_and_the_state_equal_the_reference(string name)
    {
        OptimizerGolden golden = new(name);

        golden.Run(Made[name](golden.Group), Comparison(name), schedule: name != "adafactor_relative");
    }

    [Theory, MemberData(nameof(Names))]
    public void Settings_have_the_references_names_in_its_order_and_its_values(string name)
    {
        OptimizerGolden golden = new(name);
        Optimizer optimizer = Made[name](golden.Group);
        if (name != "adafactor_relative")
        {
            LrSchedulers.GetScheduler(SchedulerType.Linear, optimizer, 3, 25);
        }

        List<object?> groups = (List<object?>)optimizer.StateDict()["param_groups"]!;

        OrderedDictionary<string, object?> group = (OrderedDictionary<string, object?>)groups[0]!;
        Assert.Equal(golden.SavedGroupKeys, group.Keys);
        Assert.All(golden.SavedGroup().Where(pair => pair.Key != "lr"), pair => Assert.Equal(Plain(pair.Value), Plain(group[pair.Key])));
    }

    [Theory, MemberData(nameof(Names))]
    public void A_state_the_reference_saved_is_loaded_and_given_back_unchanged(string name)
    {
        OptimizerGolden golden = new(name);
        Optimizer optimizer = Made[name](golden.Group);

        optimizer.LoadStateDict(golden.SavedState());

        golden.CompareState(optimizer, OptimizerGolden.Exact);
        Assert.Equal(golden.SavedGroup()["lr"] ?? double.NaN, optimizer.ParamGroups[0]["lr"] ?? double.NaN);
    }

    [Theory, MemberData(nameof(Names))]
    public void Saving_and_loading_in_the_middle_changes_nothing(string name)
    {
        OptimizerGolden straight = new(name);
        Optimizer one = Made[name](straight.Group);
        OptimizerGolden interrupted = new(name);
        Optimizer two = Made[name](interrupted.Group);

        for (int step = 0; step < OptimizerGolden.StepCount; step++)
        {
            Step(straight, one, step);
            if (step == 8)
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

    /// <summary>Of these every bit is the reference's; the others take roots, which torch's library rounds differently now and then.</summary>
    private static Action<float[], float[]> Comparison(string name) =>
        name.StartsWith("adamw_fused", StringComparison.Ordinal) || name.StartsWith("sgd", StringComparison.Ordinal)
            ? OptimizerGolden.Exact
            : OptimizerGolden.Near;

    private static void Step(OptimizerGolden golden, Optimizer optimizer, int step)
    {
        optimizer.ZeroGrad();
        golden.SetGradients(step);
        optimizer.Step();
    }

    private static object? Plain(object? value) => value switch
    {
        System.Runtime.CompilerServices.ITuple tuple => string.Join(",", Enumerable.Range(0, tuple.Length).Select(i => Convert.ToDouble(tuple[i]))),
        List<object?> list => string.Join(",", list.Select(Convert.ToDouble)),
        long number => (double)number,
        _ => value,
    };
}
