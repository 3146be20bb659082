using System.Text.Json;

namespace FineTune.Tests.Optim;

public sealed class LrSchedulerTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(Golden.Text("optim", "schedules.json")).RootElement;

    public static TheoryData<int> Formulas => [.. Enumerable.Range(0, Document.GetProperty("formulas").GetArrayLength())];

    public static TheoryData<int> Measured => [.. Enumerable.Range(0, Document.GetProperty("measured").GetArrayLength())];

    [Theory, MemberData(nameof(Formulas))]
    public void Learning_rates_and_state_of_every_formula_equal_the_reference_to_the_last_bit(int index)
    {
        JsonElement expected = Document.GetProperty("formulas")[index];
        Optimizer optimizer = TwoGroups();

        LrScheduler scheduler = LrSchedulers.GetScheduler(
            SchedulerTypes.Parse(expected.GetProperty("name").GetString()!),
            optimizer,
            expected.GetProperty("warmup").GetInt32(),
            expected.GetProperty("total").GetInt32(),
            Kwargs(expected));

        foreach (JsonElement rate in expected.GetProperty("rates").EnumerateArray())
        {
            Assert.Equal(rate.GetDouble(), optimizer.ParamGroups[0].Lr);
            scheduler.Step();
        }

        Assert.Equal(expected.GetProperty("second").GetDouble(), optimizer.ParamGroups[1].Lr);
        Assert.Equal([optimizer.ParamGroups[0].Lr, optimizer.ParamGroups[1].Lr], scheduler.GetLastLr());
        StateEquals(expected.GetProperty("state"), scheduler.StateDict());
    }

    [Theory, MemberData(nameof(Measured))]
    public void Learning_rates_and_state_of_schedules_that_follow_a_metric_equal_the_reference(int index)
    {
        JsonElement expected = Document.GetProperty("measured")[index];
        Optimizer optimizer = TwoGroups();
        MetricLrScheduler scheduler = Follow(optimizer, expected);

        foreach ((JsonElement metric, JsonElement rates) in Steps(expected))
        {
            scheduler.Step(metric.GetDouble());

            Assert.Equal(rates.EnumerateArray().Select(rate => rate.GetDouble()), optimizer.ParamGroups.Select(group => group.Lr));
        }

        StateEquals(expected.GetProperty("state"), scheduler.StateDict());
    }

    [Theory, MemberData(nameof(Measured))]
    public void A_metric_schedule_continues_from_its_saved_state(int index)
    {
        JsonElement expected = Document.GetProperty("measured")[index];
        Optimizer optimizer = TwoGroups();
        MetricLrScheduler scheduler = Follow(optimizer, expected);
        int step = 0;

        foreach ((JsonElement metric, JsonElement rates) in Steps(expected))
        {
            if (++step % 7 == 0)
            {
                IReadOnlyDictionary<string, object?> saved = scheduler.StateDict();
                double[] lrs = [.. optimizer.ParamGroups.Select(group => group.Lr)];
                optimizer = TwoGroups();
                scheduler = Follow(optimizer, expected);
                scheduler.LoadStateDict(saved);
                (optimizer.ParamGroups[0].Lr, optimizer.ParamGroups[1].Lr) = (lrs[0], lrs[1]);
            }

            scheduler.Step(metric.GetDouble());
            Assert.Equal(rates.EnumerateArray().Select(rate => rate.GetDouble()), optimizer.ParamGroups.Select(group => group.Lr));
        }
    }

    [Fact]
    public void A_formula_continues_from_its_saved_state_and_keeps_its_own_formula()
    {
        Optimizer optimizer = TwoGroups();
        LrScheduler first = LrSchedulers.GetScheduler(SchedulerType.Linear, optimizer, 2, 10);
        first.Step();
        first.Step();
        first.Step();
        Optimizer other = TwoGroups();
        LrScheduler second = LrSchedulers.GetScheduler(SchedulerType.Linear, other, 2, 10);

        second.LoadStateDict(first.StateDict());
        first.Step();
        second.Step();

        Assert.Equal(first.GetLastLr(), second.GetLastLr());
        Assert.Equal(4, ((LambdaLr)second).LastEpoch);
    }

    [Fact]
    public void Unknown_settings_are_refused_and_the_known_ones_named()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LrSchedulers.GetScheduler(
            SchedulerType.Cosine, TwoGroups(), 1, 5, new Dictionary<string, object?> { ["cycles"] = 2 }));

        Assert.Contains("no setting 'cycles'", error.Message);
        Assert.Contains("num_cycles", error.Message);
    }

    [Theory]
    [InlineData(SchedulerType.Linear, "{}", "requires numTrainingSteps")]
    [InlineData(SchedulerType.WarmupStableDecay, "{}", "needs 'num_decay_steps'")]
    [InlineData(SchedulerType.WarmupStableDecay, """{"num_decay_steps": 2, "num_stable_steps": 2, "decay_type": "sqrt"}""", "one of: linear, cosine, 1-sqrt")]
    [InlineData(SchedulerType.CosineWithMinLr, "{}", "neither min_lr nor min_lr_rate")]
    [InlineData(SchedulerType.CosineWithMinLr, """{"min_lr": 0.1, "min_lr_rate": 0.1}""", "both min_lr and min_lr_rate")]
    [InlineData(SchedulerType.Constant, """{"num_cycles": 1}""", "no setting 'num_cycles'; it has: nothing")]
    [InlineData(SchedulerType.ReduceOnPlateau, """{"factor": 1.0}""", "less than 1")]
    [InlineData(SchedulerType.ReduceOnPlateau, """{"min_lr": [0.1, 0.1, 0.1]}""", "min_lr has 3 values, but the optimizer has 2")]
    [InlineData(SchedulerType.Greedy, """{"mode": "up"}""", "one of: min, max")]
    public void Errors_say_what_to_do(SchedulerType type, string kwargs, string expected)
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => LrSchedulers.GetScheduler(
            type, TwoGroups(), 1, null, Values(JsonDocument.Parse(kwargs).RootElement)));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void A_polynomial_must_end_below_where_it_starts()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LrSchedulers.GetScheduler(
            SchedulerType.Polynomial, TwoGroups(), 1, 5, new Dictionary<string, object?> { ["lr_end"] = 1.0 }));

        Assert.Contains("must be less than the learning rate", error.Message);
    }

    [Fact]
    public void A_warm_up_is_required_where_there_is_one()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LrSchedulers.GetScheduler(SchedulerType.Linear, TwoGroups()));

        Assert.Contains("requires numWarmupSteps", error.Message);
    }

    [Fact]
    public void A_schedule_that_follows_a_metric_cannot_step_without_one()
    {
        LrScheduler scheduler = new ReduceLrOnPlateau(TwoGroups());

        Assert.Contains("Step(metric)", Assert.Throws<InvalidOperationException>(scheduler.Step).Message);
    }

    [Fact]
    public void Continuing_needs_initial_learning_rates()
    {
        InvalidOperationException error =
            Assert.Throws<InvalidOperationException>(() => new LambdaLr(TwoGroups(), static _ => 1, lastEpoch: 3));

        Assert.Contains("no initial_lr", error.Message);
    }

    [Fact]
    public void Every_type_has_the_references_name_in_json_and_back()
    {
        string[] names =
        [
            "linear", "cosine", "cosine_with_restarts", "polynomial", "constant", "constant_with_warmup", "inverse_sqrt",
            "reduce_lr_on_plateau", "cosine_with_min_lr", "cosine_warmup_with_min_lr", "warmup_stable_decay", "greedy",
        ];

        Assert.Equal(names, Enum.GetValues<SchedulerType>().Select(SchedulerTypes.Name));
        Assert.Equal(names, Enum.GetValues<SchedulerType>().Select(type => JsonSerializer.SerializeToElement(type).GetString()));
        Assert.Equal(Enum.GetValues<SchedulerType>(), names.Select(SchedulerTypes.Parse));
        Assert.Contains("select one of: linear, cosine", Assert.Throws<ArgumentException>(() => SchedulerTypes.Parse("lineal")).Message);
    }

    private static MetricLrScheduler Follow(Optimizer optimizer, JsonElement expected) => (MetricLrScheduler)LrSchedulers.GetScheduler(
        SchedulerTypes.Parse(expected.GetProperty("name").GetString()!), optimizer, schedulerSpecificKwargs: Kwargs(expected));

    private static IEnumerable<(JsonElement Metric, JsonElement Rates)> Steps(JsonElement expected) =>
        expected.GetProperty("metrics").EnumerateArray().Zip(expected.GetProperty("rates").EnumerateArray());

    private static AdamW TwoGroups()
    {
        double[] lrs = [.. Document.GetProperty("lrs").EnumerateArray().Select(lr => lr.GetDouble())];
        Parameter[] parameters = [new(Tensor.Zeros(new Shape(2))), new(Tensor.Zeros(new Shape(2)))];
        return new AdamW([new ParameterGroup([parameters[0]]), new ParameterGroup([parameters[1]]) { Lr = lrs[1] }], new() { Lr = lrs[0] });
    }

    private static Dictionary<string, object?> Kwargs(JsonElement expected) => Values(expected.GetProperty("kwargs"));

    private static Dictionary<string, object?> Values(JsonElement values) =>
        values.EnumerateObject().ToDictionary(item => item.Name, item => Value(item.Value));

    private static object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToList(),
        _ => value.TryGetInt64(out long whole) ? whole : value.GetDouble(),
    };

    private static void StateEquals(JsonElement expected, object? actual)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                OrderedDictionary<string, object?> dictionary = Assert.IsType<OrderedDictionary<string, object?>>(actual);
                Assert.Equal(expected.EnumerateObject().Select(item => item.Name), dictionary.Keys);
                Assert.All(expected.EnumerateObject(), item => StateEquals(item.Value, dictionary[item.Name]));
                break;
            case JsonValueKind.Array:
                List<object?> list = Assert.IsType<List<object?>>(actual);
                Assert.Equal(expected.GetArrayLength(), list.Count);
                Assert.All(expected.EnumerateArray().Zip(list), pair => StateEquals(pair.First, pair.Second));
                break;
            case JsonValueKind.Number:
                Assert.Equal(expected.GetDouble(), Convert.ToDouble(actual));
                break;
            case JsonValueKind.String when expected.GetString()!.EndsWith("inf", StringComparison.Ordinal):
                Assert.Equal(expected.GetString() == "inf" ? double.PositiveInfinity : double.NegativeInfinity, actual);
                break;
            case JsonValueKind.String:
                Assert.Equal(expected.GetString(), actual);
                break;
            case JsonValueKind.Null:
                Assert.Null(actual);
                break;
            default:
                Assert.Equal(expected.GetBoolean(), actual);
                break;
        }
    }
}
