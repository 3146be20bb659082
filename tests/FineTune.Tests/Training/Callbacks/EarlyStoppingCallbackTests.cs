using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training.Callbacks;

public sealed class EarlyStoppingCallbackTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Stops.Count)];

    private static JsonArray Stops => TrainingGolden.Read("plan.json")["stops"]!.AsArray();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Patience_and_the_best_metric_move_as_in_the_reference(int index)
    {
        JsonObject golden = Stops[index]!.AsObject();
        EarlyStoppingCallback callback = new()
        {
            EarlyStoppingPatience = (int)golden.Whole("patience"),
            EarlyStoppingThreshold = golden.Real("threshold"),
        };
        TrainerContext context = new(Watching("accuracy", golden["greater_is_better"]!.GetValue<bool>()), new TrainerState(), new TrainerControl());

        JsonArray trace = [];
        foreach (JsonNode? value in golden["metrics"]!.AsArray())
        {
            LogEntry metrics = new() { ["eval_accuracy"] = ArgumentValue.Real(value) };
            context.State.GlobalStep = trace.Count;
            callback.OnEvaluate(context, metrics);
            bool better = BestMetric.Update(context.Args, context.State, metrics);
            trace.Add(new JsonArray(
                callback.State().Attributes["early_stopping_patience_counter"]!.DeepClone(),
                context.Control.ShouldTrainingStop,
                better,
                context.State.BestMetric,
                context.State.BestGlobalStep));
        }

        Assert.Equal(JsonText.WriteLine(golden["trace"]), JsonText.WriteLine(trace));
    }

    [Fact]
    public void Used_up_patience_survives_an_interruption()
    {
        TrainerContext context = new(Watching("loss", greater: false), new TrainerState { BestMetric = 0.5 }, new TrainerControl());
        EarlyStoppingCallback before = new() { EarlyStoppingPatience = 2 };
        before.OnEvaluate(context, new LogEntry { ["eval_loss"] = 0.6 });

        EarlyStoppingCallback after = new() { EarlyStoppingPatience = 2 };
        after.FromState(before.State());
        after.OnEvaluate(context, new LogEntry { ["eval_loss"] = 0.6 });

        Assert.True(context.Control.ShouldTrainingStop);
    }

    [Fact]
    public void An_evaluation_without_the_metric_does_not_count()
    {
        TrainerContext context = new(Watching("a_loss", greater: false), new TrainerState { BestMetric = 0.5 }, new TrainerControl());

        new EarlyStoppingCallback().OnEvaluate(context, new LogEntry { ["eval_b_loss"] = 9 });

        Assert.False(context.Control.ShouldTrainingStop);
    }

    [Fact]
    public void It_says_at_once_that_it_has_nothing_to_watch()
    {
        TrainerContext noMetric = new(new TrainingArguments { EvalStrategy = IntervalStrategy.Epoch }, new TrainerState(), new TrainerControl());
        TrainerContext noEvaluation = new(new TrainingArguments { MetricForBestModel = "loss" }, new TrainerState(), new TrainerControl());

        InvalidOperationException first = Assert.Throws<InvalidOperationException>(() => new EarlyStoppingCallback().OnTrainBegin(noMetric));
        InvalidOperationException second = Assert.Throws<InvalidOperationException>(() => new EarlyStoppingCallback().OnTrainBegin(noEvaluation));

        Assert.Contains("Set metric_for_best_model", first.Message, StringComparison.Ordinal);
        Assert.Contains("Set eval_strategy", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_was_not_found_is_an_error_that_lists_those_that_were()
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() =>
            BestMetric.Update(Watching("f1", greater: true), new TrainerState(), new LogEntry { ["eval_loss"] = 1, ["eval_accuracy"] = 0.5 }));

        Assert.Contains("found no eval_f1; it found eval_loss, eval_accuracy", exception.Message, StringComparison.Ordinal);
    }

    private static TrainingArguments Watching(string metric, bool greater) => new()
    {
        EvalStrategy = IntervalStrategy.Steps,
        MetricForBestModel = metric,
        GreaterIsBetter = greater,
        LoadBestModelAtEnd = true,
    };
}
