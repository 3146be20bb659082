using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training.Runs;

/// <summary>Whole runs beside the reference's: events, random numbers, logs, checkpoints, weights.</summary>
public sealed class GoldenRunTests
{
    // One operation after another in float32, in another order than torch's: 1e-6 relative, over some ten steps.
    private const double Tolerance = 3e-5;

    private static readonly ConcurrentDictionary<string, Lazy<PlayedRun>> s_played = new();
    private static readonly Lazy<JsonObject> s_golden = new(() => TrainingGolden.Read("runs.json"));

    public static TheoryData<string> Names => [.. Runs.Select(run => run.Text("name"))];

    private static IEnumerable<JsonObject> Runs => s_golden.Value["runs"]!.AsArray().Select(run => run!.AsObject());

    [Theory]
    [MemberData(nameof(Names))]
    public void Events_and_random_numbers_are_the_references(string name)
    {
        (JsonObject golden, PlayedRun run) = Played(name);

        Assert.Equal(golden["events"]!.AsArray().Select(item => item!.GetValue<string>()), run.Events);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Logs_have_the_references_keys_in_its_order_and_its_numbers(string name)
    {
        (JsonObject golden, PlayedRun run) = Played(name);

        JsonObject[] expected = [.. golden["log_history"]!.AsArray().Select(item => item!.AsObject())];
        JsonObject[] actual = [.. run.Trainer.State.LogHistory.Select(Clean)];
        Assert.Equal(expected.Select(Keys), actual.Select(Keys));
        foreach ((JsonObject theirs, JsonObject ours) in expected.Zip(actual))
        {
            foreach ((string key, JsonNode? value) in theirs)
            {
                AssertClose($"{key} at step {theirs["step"]}", value!, ours[key]!);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_training_returns_is_the_references(string name)
    {
        (JsonObject golden, PlayedRun run) = Played(name);

        AssertClose("train_loss", golden["train_loss"]!, JsonValue.Create(run.Output.TrainingLoss));
        Assert.Equal(golden["metrics"]!.AsArray().Select(key => key!.GetValue<string>()), run.Output.Metrics.Keys);
        Assert.Equal(golden.Whole("global_step"), run.Output.GlobalStep);
        Assert.Equal(JsonText.WriteLine(golden["total_flos"]), JsonText.WriteLine(run.Trainer.State.TotalFlosValue.ToJson()));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_trained_weights_are_the_references(string name)
    {
        (JsonObject golden, PlayedRun run) = Played(name);

        foreach ((string parameter, Parameter values) in run.Trainer.Model.NamedParameters())
        {
            AssertClose(parameter, golden["weights"]![parameter]!.AsArray(), values.ToArray(), Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Predictions_and_their_metrics_are_the_references(string name)
    {
        (JsonObject golden, PlayedRun run) = Played(name);

        JsonArray expected = new([.. golden["predictions"]!.AsArray().SelectMany(row => row!.AsArray()).Select(cell => cell!.DeepClone())]);
        AssertClose("prediction", expected, run.Prediction.Predictions.ToArray(), 10 * Tolerance);
        Assert.Equal(golden["test_metrics"]!.AsArray().Select(key => key!.GetValue<string>()), run.Prediction.Metrics.Keys);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Checkpoints_and_the_best_of_them_are_the_references(string name)
    {
        (JsonObject golden, PlayedRun run) = Played(name);

        Assert.Equal(golden["checkpoints"]!.AsArray().Select(item => item!.GetValue<string>()), run.Checkpoints);
        Assert.Equal(golden["best"]![1]?.GetValue<long>(), run.Trainer.State.BestGlobalStep);
        Assert.Equal(golden["best"]![2]?.GetValue<string>(), run.BestModelCheckpoint);
    }

    private static (JsonObject Golden, PlayedRun Run) Played(string name)
    {
        JsonObject golden = Runs.Single(run => run.Text("name") == name);
        return (golden, s_played.GetOrAdd(name, _ => new Lazy<PlayedRun>(() => Play(golden))).Value);
    }

    private static PlayedRun Play(JsonObject golden)
    {
        using RunFolder folder = new();
        JsonObject json = (JsonObject)golden["args"]!.DeepClone();
        json["output_dir"] = folder.Path;
        json["optim"] ??= "adamw_torch";
        TrainingArguments args = TrainingArguments.FromJson(JsonText.WriteLine(json)) with { LoggingNanInfFilter = true };
        Trainer? trainer = null;
        EventRecorder recorder = new(() => trainer!.Generator);
        int evalRows = (int)golden.Whole("eval_rows");
        List<TrainerCallback> callbacks = [recorder, new PrinterCallback { Output = TextWriter.Null }];
        if (golden["stop"] is { } stop)
        {
            callbacks.Add(new EarlyStoppingCallback { EarlyStoppingPatience = ArgumentValue.Integer(stop) });
        }

        EvalDatasets evaluation = golden["named"]!.GetValue<bool>()
            ? EvalDatasets.From<List<Example>>([new("a", TinyData.Rows(evalRows, 1)), new("b", TinyData.Rows(evalRows, 2))])
            : TinyData.Rows(evalRows, 1);
        int rows = (int)golden.Whole("rows");
        IEnumerable<Example> training = golden["stream"]!.GetValue<bool>() ? TinyData.Stream(rows) : TinyData.Rows(rows);
        trainer = golden["init"]!.GetValue<bool>()
            ? new Trainer(Drawn, args) { TrainDataset = training, EvalDataset = evaluation, ComputeMetrics = Accuracy, Callbacks = callbacks }
            : new Trainer(new TinyClassifier(), args) { TrainDataset = training, EvalDataset = evaluation, ComputeMetrics = Accuracy, Callbacks = callbacks };
        TrainOutput output = trainer.Train();
        _ = trainer.Evaluate();
        PredictionOutput prediction = trainer.Predict(TinyData.Rows(5, 3));
        string? best = trainer.State.BestModelCheckpoint?.Replace(folder.Path, "out", StringComparison.Ordinal);
        return new PlayedRun(trainer, output, prediction, recorder.Events, [.. folder.Checkpoints], best);
    }

    private static TinyClassifier Drawn(Generator generator)
    {
        // torch draws an embedding and a linear layer when they are made, whatever they are filled with afterwards.
        generator.Normal(Tensor.Zeros(new Shape(12, 4)));
        _ = new Linear(4, 3, generator: generator);
        TinyClassifier model = new();
        generator.Normal(model.ClassifierWeight, 0, 0.02);
        return model;
    }

    internal static IReadOnlyDictionary<string, double> Accuracy(EvalPrediction prediction)
    {
        LongTensor labels = (LongTensor)prediction.LabelIds;
        LongTensor best = prediction.ArgMax();
        int right = Enumerable.Range(0, labels.Length).Count(i => best[i] == labels[i]);
        return new Dictionary<string, double> { ["accuracy"] = right / (double)labels.Length };
    }

    private static JsonObject Clean(LogEntry entry) => new(entry.ToJson()
        .Where(pair => !pair.Key.EndsWith("_runtime", StringComparison.Ordinal) && !pair.Key.EndsWith("_per_second", StringComparison.Ordinal))
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    private static string Keys(JsonObject entry) => string.Join(" ", entry.Select(pair => pair.Key));

    private static void AssertClose(string what, JsonArray expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            double theirs = ArgumentValue.Real(expected[i]);
            Assert.True(Math.Abs(theirs - actual[i]) < tolerance, $"{what}[{i}] is {actual[i]}, expected {theirs}");
        }
    }

    private static void AssertClose(string what, JsonNode expected, JsonNode actual)
    {
        (double theirs, double ours) = (ArgumentValue.Real(expected), ArgumentValue.Real(actual));
        bool exact = what.StartsWith("learning_rate", StringComparison.Ordinal) || what.StartsWith("epoch", StringComparison.Ordinal)
            || what.StartsWith("step", StringComparison.Ordinal) || what.StartsWith("num_", StringComparison.Ordinal);
        string text = $"{what}: {JsonText.WriteLine(actual)}, expected {JsonText.WriteLine(expected)}";
        Assert.True(exact ? JsonText.WriteLine(expected) == JsonText.WriteLine(actual) : Math.Abs(theirs - ours) <= Tolerance * Math.Max(1, Math.Abs(theirs)), text);
    }

    private sealed record PlayedRun(
        Trainer Trainer,
        TrainOutput Output,
        PredictionOutput Prediction,
        IReadOnlyList<string> Events,
        IReadOnlyList<string> Checkpoints,
        string? BestModelCheckpoint);
}
