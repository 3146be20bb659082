using System.Text.Json.Nodes;
using FineTune.Tests.Training.Checkpoints;
using FineTune.Training;

namespace FineTune.Tests.Training.Runs;

/// <summary>A run of make_comparison.py, made again here.</summary>
internal sealed class ComparedRun
{
    private const int Length = 12;

    private ComparedRun(Trainer trainer, TrainOutput output, IReadOnlyList<string> checkpoints, string? best) =>
        (Trainer, Output, Checkpoints, BestModelCheckpoint) = (trainer, output, checkpoints, best);

    public Trainer Trainer { get; }

    public TrainOutput Output { get; }

    public IReadOnlyList<string> Checkpoints { get; }

    public string? BestModelCheckpoint { get; }

    public static ComparedRun Play(JsonObject golden)
    {
        using RunFolder folder = new();
        JsonObject json = (JsonObject)golden["args"]!.DeepClone();
        json["output_dir"] = folder.Path;
        string kind = golden.Text("kind");
        int evalRows = (int)golden.Whole("eval_rows");
        bool isRagged = Flag(golden, "ragged");
        Dataset evaluation = Table(evalRows, kind, 1, isRagged);
        Dataset training = Table((int)golden.Whole("train_rows"), kind, 0, isRagged);
        bool byBatch = Flag(golden, "by_batch");
        BatchedAccuracy batched = new();
        Trainer trainer = new(
            AutoModelForSequenceClassification.FromPretrained(Golden.Path("training", Path.Combine("comparison", golden.Text("model")))),
            TrainingArguments.FromJson(JsonText.WriteLine(json)))
        {
            TrainDataset = Flag(golden, "stream") ? Stream(training) : training,
            EvalDataset = Flag(golden, "named")
                ? new Dictionary<string, Dataset> { ["a"] = evaluation, ["b"] = Table(evalRows + 3, kind, 2, isRagged) }
                : evaluation,
            ComputeMetrics = byBatch ? null : prediction => Measure(prediction, kind),
            ComputeBatchMetrics = byBatch ? batched.Compute : null,
            DataCollator = isRagged ? new Padding() : null,
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, .. Stopping(golden)],
            Files = new QuickFiles(),
            Logger = Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
        };
        TrainOutput output = trainer.Train();
        return new ComparedRun(
            trainer, output, [.. folder.Checkpoints], trainer.State.BestModelCheckpoint?.Replace(folder.Path, "out", StringComparison.Ordinal));
    }

    private static bool Flag(JsonObject golden, string name) => golden[name]!.GetValue<bool>();

    private static IEnumerable<TrainerCallback> Stopping(JsonObject golden) => golden["stop"] is { } stop
        ? [new EarlyStoppingCallback { EarlyStoppingPatience = ArgumentValue.Integer(stop) }]
        : [];

    private static IEnumerable<Example> Stream(Dataset rows)
    {
        foreach (Example row in rows)
        {
            yield return row;
        }
    }

    private static Dataset Table(int count, string kind, int salt, bool isRagged)
    {
        int[] lengths = [.. Enumerable.Range(0, count).Select(i => 4 + (((i * 5) + salt) % (Length - 3)))];
        int[][] ids = [.. lengths.Select((length, i) => Enumerable.Range(0, isRagged ? length : Length).Select(t => t < length ? 5 + (((i * 7) + (t * t) + salt) % 35) : 0).ToArray())];
        int[][] mask = [.. lengths.Select(length => Enumerable.Range(0, isRagged ? length : Length).Select(t => t < length ? 1 : 0).ToArray())];
        IEnumerable<int> rows = Enumerable.Range(salt, count);
        Dataset table = kind switch
        {
            "regression" => Dataset.FromColumns(("labels", rows.Select(i => (((i * 37) % 101) - 50) / 40.0).ToArray())),
            "multilabel" => Dataset.FromColumns(
                ("labels", rows.Select(i => Enumerable.Range(0, 3).Select(j => ((i * 3) + (j * j)) % 3 == 0 ? 1f : 0f).ToArray()).ToArray())),
            _ => Dataset.FromColumns(("labels", rows.Select(i => (long)(i * 7 % 35 % 3)).ToArray())),
        };
        return table.AddColumn("input_ids", ids).AddColumn("attention_mask", mask);
    }

    private static Dictionary<string, double> Measure(EvalPrediction prediction, string kind)
    {
        float[] scores = prediction.Predictions.ToArray();
        switch (kind)
        {
            case "regression":
                float[] numbers = ((Tensor)prediction.LabelIds).ToArray();
                return new() { ["mse"] = scores.Zip(numbers, (score, number) => Math.Pow((double)score - number, 2)).Average() };
            case "multilabel":
                float[] truths = ((Tensor)prediction.LabelIds).ToArray();
                return new() { ["accuracy"] = scores.Zip(truths, (score, truth) => score > 0 == truth > 0.5f ? 1.0 : 0.0).Average() };
            default:
                return new() { ["accuracy"] = Right(prediction) / (double)prediction.LabelIds.Length };
        }
    }

    private static int Right(EvalPrediction prediction)
    {
        long[] labels = ((LongTensor)prediction.LabelIds).ToArray();
        return prediction.ArgMax().ToArray().Zip(labels).Count(pair => pair.First == pair.Second);
    }

    /// <summary>Zeros on the right, up to the longest row of the batch.</summary>
    private sealed class Padding : IDataCollator
    {
        public Batch Collate(IReadOnlyList<Example> examples) => new()
        {
            ["input_ids"] = Pad(examples, "input_ids"),
            ["attention_mask"] = Pad(examples, "attention_mask"),
            ["labels"] = new LongTensor([.. examples.Select(row => row.Get<long>("labels"))], new Shape(examples.Count)),
        };

        private static LongTensor Pad(IReadOnlyList<Example> examples, string key)
        {
            int[][] rows = [.. examples.Select(row => row.Get<int[]>(key))];
            int width = rows.Max(row => row.Length);
            return new LongTensor(
                [.. rows.SelectMany(row => row.Select(id => (long)id).Concat(Enumerable.Repeat(0L, width - row.Length)))], new Shape(rows.Length, width));
        }
    }

    private sealed class BatchedAccuracy
    {
        private int _right;
        private int _all;

        public IReadOnlyDictionary<string, double>? Compute(EvalPrediction prediction, bool computeResult)
        {
            (_right, _all) = (_right + Right(prediction), _all + prediction.LabelIds.Length);
            if (!computeResult)
            {
                return null;
            }

            Dictionary<string, double> found = new() { ["accuracy"] = _right / (double)_all, ["rows"] = _all };
            (_right, _all) = (0, 0);
            return found;
        }
    }
}
