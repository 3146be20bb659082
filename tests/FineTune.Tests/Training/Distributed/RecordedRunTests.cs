using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Distributed;

/// <summary>
/// Runs of two and three processes that the reference recorded (recorded.json), repeated: rows, random numbers and epochs are the same on every
/// rank, losses and norms as near as those of one process are.
/// </summary>
public sealed class RecordedRunTests
{
    private static readonly string s_tiny = Golden.Path("training", "distributed/tiny");

    public static TheoryData<string> Names => [.. Cases().Select(name => name["name"]!.GetValue<string>())];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_run_is_repeated(string name)
    {
        JsonObject recorded = Cases().Single(row => row["name"]!.GetValue<string>() == name);
        using RunFolder folder = new();

        RankTrainer[] ranks = ThreadRanks.Run((int)recorded["ranks"]!, _ => Run(recorded, folder.Path));

        foreach ((int rank, RankTrainer trainer) in ranks.Index())
        {
            Assert.Equal(recorded["rows"]![rank]!.ToJsonString(), JsonText(trainer.Rows));
            Assert.Equal(
                recorded["random"]![rank]!.AsArray().Select(row => $"{row![0]} {row[1]} {row[2]}"),
                ((Recorder)trainer.Callbacks[1]).Events);
            AssertClose(recorded["losses"]![rank]!.AsArray().Select(loss => (double)loss!), trainer.Losses, 1e-5);
            AssertLog(recorded, trainer);
        }
    }

    private static void AssertLog(JsonObject recorded, RankTrainer trainer)
    {
        JsonArray log = recorded["log"]!.AsArray();
        foreach ((string key, double tolerance) in new[] { ("loss", 1e-5), ("grad_norm", 5e-4), ("learning_rate", 1e-12), ("eval_accuracy", 1e-12), ("epoch", 0) })
        {
            AssertClose(Column(log, key), trainer.State.LogHistory.Where(entry => entry.ContainsKey(key)).Select(entry => entry[key]), tolerance);
        }

        Assert.Equal((int)recorded["max_steps"]!, trainer.State.MaxSteps);
        Assert.Equal((double)recorded["flos"]!, trainer.State.TotalFlosValue);
        if ((int)recorded["arguments"]!["logging_steps"]! == 1)
        {
            AssertClose(Column(log, "train_loss"), [trainer.State.LogHistory[^1]["train_loss"]], 1e-5);
        }
    }

    private static RankTrainer Run(JsonObject recorded, string folder)
    {
        JsonObject arguments = recorded["arguments"]!.DeepClone().AsObject();
        arguments["output_dir"] = folder;
        PreTrainedTokenizer tokenizer = AutoTokenizer.FromPretrained(Path.Combine(s_tiny, "model"));
        RankTrainer trainer = new(Model((bool)recorded["dropout"]!), TrainingArguments.FromJson(arguments.ToJsonString()))
        {
            TrainDataset = Rows((string)recorded["train"]!, tokenizer),
            EvalDataset = Rows("dev.csv", tokenizer),
            DataCollator = new DataCollatorWithPadding(tokenizer),
            ComputeMetrics = prediction => FineTune.Metrics.Accuracy(prediction),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, new Recorder()],
            Logger = NullLogger.Instance,
        };
        _ = trainer.Train();
        return trainer;
    }

    private static PreTrainedModel Model(bool dropout) => AutoModelForSequenceClassification.FromPretrained(Path.Combine(s_tiny, "model"), new()
    {
        NumLabels = 2,
        Seed = 42,
        ConfigOverrides = dropout ? null : new Dictionary<string, object?> { ["hidden_dropout_prob"] = 0.0, ["attention_probs_dropout_prob"] = 0.0 },
    });

    private static Dataset Rows(string file, PreTrainedTokenizer tokenizer) => Dataset.LoadCsv(Path.Combine(s_tiny, file))
        .Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true, maxLength: 128))
        .RenameColumn("label", "labels");

    private static IEnumerable<JsonObject> Cases() => JsonNode.Parse(Golden.Text("training", "distributed/recorded.json"))!.AsArray().Select(row => row!.AsObject());

    private static double[] Column(JsonArray log, string key) =>
        [.. log.Select(entry => entry!.AsObject()).Where(entry => entry.ContainsKey(key)).Select(entry => entry[key]!.GetValue<double>())];

    private static string JsonText(IEnumerable<int[]> rows) => $"[{string.Join(',', rows.Select(row => $"[{string.Join(',', row.Select(number => number.ToString(CultureInfo.InvariantCulture)))}]"))}]";

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual, double tolerance)
    {
        double[] found = [.. actual];
        Assert.Equal(expected.Count(), found.Length);
        foreach ((int i, double value) in expected.Index())
        {
            Assert.True(Math.Abs(value - found[i]) <= tolerance, $"number {i} is {found[i]:R}, expected {value:R}");
        }
    }

    private sealed class Recorder : TrainerCallback
    {
        public List<string> Events { get; } = [];

        public override void OnTrainBegin(TrainerContext context) => Note("train_begin", context);

        public override void OnEpochBegin(TrainerContext context) => Note("epoch_begin", context);

        public override void OnStepBegin(TrainerContext context) => Note("step_begin", context);

        public override void OnSubstepEnd(TrainerContext context) => Note("substep_end", context);

        public override void OnStepEnd(TrainerContext context) => Note("step_end", context);

        public override void OnEvaluate(TrainerContext context, LogEntry metrics) => Note("evaluate", context);

        public override void OnEpochEnd(TrainerContext context) => Note("epoch_end", context);

        public override void OnTrainEnd(TrainerContext context) => Note("train_end", context);

        private void Note(string name, TrainerContext context) =>
            Events.Add($"{name} {context.State.GlobalStep} {Convert.ToHexStringLower(SHA1.HashData(context.Model!.Generator!.GetState()))}");
    }
}
