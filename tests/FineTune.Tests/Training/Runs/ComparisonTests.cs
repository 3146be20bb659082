using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Tests.Training.Runs;

/// <summary>
/// Forty steps and more of tiny BERT and DistilBERT classifiers, dropout included, beside the reference's: one run for each combination of
/// arguments in make_comparison.py.
/// </summary>
public sealed class ComparisonTests
{
    private const double LossTolerance = 2e-5;
    private const double LearningRateTolerance = 1e-12;

    private static readonly ConcurrentDictionary<string, Lazy<ComparedRun>> s_played = new();
    private static readonly Lazy<JsonObject[]> s_runs = new(() =>
        [.. Enumerable.Range(1, 3).SelectMany(part => TrainingGolden.Rows(Path.Combine("comparison", $"runs-{part}.json"), "runs"))]);

    public static TheoryData<string> Names => [.. s_runs.Value.Select(run => run.Text("name"))];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_loss_is_the_references(string name)
    {
        (JsonObject golden, ComparedRun run) = Played(name);

        foreach ((JsonObject theirs, JsonObject ours) in Entries(golden).Zip(Entries(run)))
        {
            foreach (string key in theirs.Select(pair => pair.Key).Where(key => key.EndsWith("loss", StringComparison.Ordinal)))
            {
                AssertClose($"{key} at step {theirs["step"]}", theirs[key], ours[key], LossTolerance);
            }
        }

        AssertClose("train_loss", golden["train_loss"], JsonValue.Create(run.Output.TrainingLoss), LossTolerance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_learning_rate_is_the_references(string name)
    {
        (JsonObject golden, ComparedRun run) = Played(name);

        Assert.Equal(Column(Entries(golden), "learning_rate").Length, Column(Entries(run), "learning_rate").Length);
        foreach ((JsonNode theirs, JsonNode ours) in Column(Entries(golden), "learning_rate").Zip(Column(Entries(run), "learning_rate")))
        {
            AssertClose("learning_rate", theirs, ours, LearningRateTolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_log_has_the_references_keys_in_its_order_and_its_counts(string name)
    {
        (JsonObject golden, ComparedRun run) = Played(name);

        Assert.Equal(Entries(golden).Select(Keys), Entries(run).Select(Keys));
        Assert.Equal(golden["metrics"]!.AsArray().Select(key => key!.GetValue<string>()), run.Output.Metrics.Keys);
        foreach (string counted in new[] { "step", "epoch", "num_input_tokens_seen", "total_flos", "eval_rows" })
        {
            Assert.Equal(Column(Entries(golden), counted).Select(JsonText.WriteLine), Column(Entries(run), counted).Select(JsonText.WriteLine));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Metrics_and_gradient_norms_are_the_references(string name)
    {
        (JsonObject golden, ComparedRun run) = Played(name);

        foreach ((JsonObject theirs, JsonObject ours) in Entries(golden).Zip(Entries(run)))
        {
            foreach ((string key, JsonNode? value) in theirs.Where(pair => pair.Key is "grad_norm" || pair.Key.StartsWith("eval_", StringComparison.Ordinal)))
            {
                double scale = Math.Max(1, Math.Abs(ArgumentValue.Real(value)));
                AssertClose($"{key} at step {theirs["step"]}", value, ours[key], 1e-4 * scale);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_checkpoints_are_kept_and_the_same_is_the_best(string name)
    {
        (JsonObject golden, ComparedRun run) = Played(name);

        Assert.Equal(golden["checkpoints"]!.AsArray().Select(item => item!.GetValue<string>()), run.Checkpoints);
        Assert.Equal(golden["best"]![1]?.GetValue<long>(), run.Trainer.State.BestGlobalStep);
        Assert.Equal(golden["best"]![2]?.GetValue<string>(), run.BestModelCheckpoint);
    }

    private static (JsonObject Golden, ComparedRun Run) Played(string name)
    {
        JsonObject golden = s_runs.Value.Single(run => run.Text("name") == name);
        return (golden, s_played.GetOrAdd(name, _ => new Lazy<ComparedRun>(() => ComparedRun.Play(golden))).Value);
    }

    private static IEnumerable<JsonObject> Entries(JsonObject golden) => golden["log_history"]!.AsArray().Select(entry => entry!.AsObject());

    private static IEnumerable<JsonObject> Entries(ComparedRun run) => run.Trainer.State.LogHistory.Select(entry => new JsonObject(entry.ToJson()
        .Where(pair => !pair.Key.EndsWith("_runtime", StringComparison.Ordinal) && !pair.Key.EndsWith("_per_second", StringComparison.Ordinal))
        .Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))));

    private static JsonNode[] Column(IEnumerable<JsonObject> entries, string key) => [.. entries.Where(entry => entry.ContainsKey(key)).Select(entry => entry[key]!)];

    private static string Keys(JsonObject entry) => string.Join(" ", entry.Select(pair => pair.Key));

    private static void AssertClose(string what, JsonNode? theirs, JsonNode? ours, double tolerance)
    {
        (double expected, double actual) = (ArgumentValue.Real(theirs), ArgumentValue.Real(ours));
        Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what} is {actual:R}, expected {expected:R}");
    }
}
