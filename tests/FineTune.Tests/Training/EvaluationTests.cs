using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training;

public sealed class EvaluationTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Losses_are_averaged_as_numpy_averages_them_bit_for_bit()
    {
        foreach (JsonNode? row in TrainingGolden.Read("metrics.json")["means"]!.AsArray())
        {
            int count = ArgumentValue.Integer(row![0]);
            float[] values = [.. Enumerable.Range(0, count).Select(i => (float)((i * 7919 % 1009 / 257.0) + (1e-4 * i)))];

            Assert.Equal($"{count} {ArgumentValue.Real(row[1]):R}", $"{count} {NumpyMean.Of(values):R}");
        }
    }

    [Fact]
    public void Without_metrics_only_the_loss_is_computed()
    {
        Recording trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder)) { EvalDataset = TinyData.Rows(9) };

        LogEntry metrics = trainer.Evaluate();

        Assert.Equal(
            ["eval_loss", "eval_model_preparation_time", "eval_runtime", "eval_samples_per_second", "eval_steps_per_second", "epoch"], metrics.Keys);
        Assert.Equal([true, true, true], trainer.LossOnly);
    }

    [Fact]
    public void A_prediction_without_labels_has_scores_and_no_loss()
    {
        Example[] unlabelled = [.. TinyData.Rows(5).Select(row => new Example(row.Where(pair => pair.Key != "labels")))];
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));

        PredictionOutput output = trainer.Predict(unlabelled);

        Assert.Equal(new Shape(5, 3), output.Predictions.Shape);
        Assert.False(output.HasLabelIds);
        Assert.Contains("the data has none", Assert.Throws<InvalidOperationException>(() => output.LabelIds).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("test_loss", output.Metrics.Keys);
        Assert.Empty(trainer.State.LogHistory);
    }

    [Fact]
    public void Metrics_keep_a_prefix_they_have_and_get_one_they_lack()
    {
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder))
        {
            EvalDataset = TinyData.Rows(9),
            ComputeMetrics = _ => new Dictionary<string, double> { ["f1"] = 1, ["dev_x"] = 2 },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        LogEntry metrics = trainer.Evaluate(metricKeyPrefix: "dev");

        Assert.Equal(["dev_x", "dev_loss", "dev_model_preparation_time", "dev_f1"], metrics.Keys.Take(4));
    }

    [Fact]
    public void Metrics_can_see_inputs_losses_and_batches()
    {
        EvalPrediction? seen = null;
        TrainingArguments args = TinyTrainer.Args(_folder) with { IncludeForMetrics = IncludeForMetrics.Inputs | IncludeForMetrics.Loss, EvalDoConcatBatches = false };
        Trainer trainer = WithMetrics(args, prediction => seen = prediction);

        _ = trainer.Evaluate();

        Assert.Equal(new Shape(9, 6), seen!.Inputs!.Shape);
        Assert.Equal(9, seen.Losses!.Length);
        Assert.Equal([4, 4, 1], seen.Batches!.Select(batch => batch.Predictions.Shape[0]));
        Assert.Equal(new Shape(9, 3), seen.Predictions.Shape);
    }

    [Fact]
    public void By_default_metrics_see_predictions_and_labels_only()
    {
        EvalPrediction? seen = null;

        _ = WithMetrics(TinyTrainer.Args(_folder), prediction => seen = prediction).Evaluate();

        Assert.Null(seen!.Inputs);
        Assert.Null(seen.Losses);
        Assert.Null(seen.Batches);
    }

    [Fact]
    public void Batch_by_batch_metrics_keep_no_prediction_and_know_the_last_batch()
    {
        List<(int Size, bool IsLast)> calls = [];
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder) with { BatchEvalMetrics = true })
        {
            EvalDataset = TinyData.Rows(9),
            ComputeBatchMetrics = (prediction, isLast) =>
            {
                calls.Add((prediction.Predictions.Shape[0], isLast));
                return isLast ? new Dictionary<string, double> { ["count"] = calls.Sum(call => call.Size) } : null;
            },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        LogEntry metrics = trainer.Evaluate();

        Assert.Equal([(4, false), (4, false), (1, true)], calls);
        Assert.Equal(9, metrics["eval_count"]);
    }

    [Fact]
    public void Scores_can_be_changed_before_they_are_kept()
    {
        EvalPrediction? seen = null;
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder))
        {
            EvalDataset = TinyData.Rows(9),
            ComputeMetrics = prediction => Remember(prediction, found => seen = found),
            PreprocessLogitsForMetrics = (logits, labels) => Tensor.Full(new Shape(logits.Shape[0], 1), labels!.Length),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Evaluate();

        Assert.Equal([4, 4, 4, 4, 4, 4, 4, 4, 1], seen!.Predictions.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(2)]
    public void Scores_of_different_length_are_padded_on_the_right(int? rows)
    {
        TensorStore store = new(rows);
        store.Add(Tensor.From([1, 2, 3, 4], new Shape(2, 2)));
        store.Add(Tensor.From([5, 6, 7], new Shape(1, 3)));

        Tensor all = (Tensor)store.ToTensor()!;

        Assert.Equal(new Shape(3, 3), all.Shape);
        Assert.Equal([1, 2, -100, 3, 4, -100, 5, 6, 7], all.ToArray());
    }

    [Theory]
    [InlineData(null)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(2)]
    [InlineData(1)]
    public void Scores_are_put_together_however_many_rows_were_expected(int? rows)
    {
        TensorStore store = new(rows);
        TensorStore labels = new(rows);
        store.Add(Tensor.From([1, 2, 3, 4], new Shape(2, 2)));
        store.Add(Tensor.From([5, 6], new Shape(1, 2)));
        labels.Add(new LongTensor([1, 0], new Shape(2)));
        labels.Add(new LongTensor([-100], new Shape(1)));

        Tensor all = (Tensor)store.ToTensor()!;

        Assert.Equal(new Shape(3, 2), all.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], all.ToArray());
        Assert.Equal([1L, 0, -100], ((LongTensor)labels.ToTensor()!).ToArray());
        Assert.Null(new TensorStore(rows).ToTensor());
    }

    [Theory]
    [InlineData(null)] // A stream: the batches, and all together.
    [InlineData(3200)]
    [InlineData(3300)] // Some did not come.
    public void Putting_batches_together_takes_their_memory_twice_at_most(int? rows)
    {
        using Tensor batch = Tensor.Full(new Shape(32, 500), 1);
        TensorStore store = new(rows);
        long before = GC.GetAllocatedBytesForCurrentThread();

        for (int i = 0; i < 100; i++)
        {
            store.Add(batch);
        }

        Assert.Equal(new Shape(3200, 500), store.ToTensor()!.Shape);
        Assert.Same(store.ToTensor(), store.ToTensor());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (rows == 3200 ? 1.1 : 2.1) * 3200 * 500 * sizeof(float));
    }

    [Fact]
    public void Evaluations_that_drop_the_last_batch_know_how_many_rows_are_left()
    {
        EvalPrediction? seen = null;

        _ = WithMetrics(TinyTrainer.Args(_folder) with { DataloaderDropLast = true }, prediction => seen = prediction).Evaluate();

        Assert.Equal(new Shape(8, 3), seen!.Predictions.Shape);
        Assert.Equal(8, seen.LabelIds.Length);
    }

    [Fact]
    public void Several_data_sets_are_evaluated_one_after_the_other_under_their_names()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));

        LogEntry metrics = trainer.Evaluate(EvalDatasets.From<List<Example>>([new("easy", TinyData.Rows(5)), new("hard", TinyData.Rows(6, 1))]));

        Assert.Contains("eval_easy_loss", metrics.Keys);
        Assert.Contains("eval_hard_loss", metrics.Keys);
        Assert.Equal(2, trainer.State.LogHistory.Count);
    }

    [Fact]
    public void Without_data_there_is_nothing_to_evaluate()
    {
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder));

        Assert.Contains("Set the Trainer's EvalDataset", Assert.Throws<ArgumentException>(() => trainer.Evaluate()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evaluation_draws_one_seed_and_no_more()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));
        Generator expected = new(42);
        _ = expected.NextInt64();

        _ = trainer.Evaluate();

        Assert.Equal(expected.GetState(), trainer.Generator.GetState());
    }

    private Trainer WithMetrics(TrainingArguments args, Action<EvalPrediction> look) => new(new TinyClassifier(), args)
    {
        EvalDataset = TinyData.Rows(9),
        ComputeMetrics = prediction => Remember(prediction, look),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
    };

    private static Dictionary<string, double> Remember(EvalPrediction prediction, Action<EvalPrediction> look)
    {
        look(prediction);
        return [];
    }

    private sealed class Recording(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public List<bool> LossOnly { get; } = [];

        protected internal override (Tensor? Loss, Tensor? Logits, TensorBase? Labels) PredictionStep(TrainableModel model, Batch inputs, bool predictionLossOnly)
        {
            LossOnly.Add(predictionLossOnly);
            return base.PredictionStep(model, inputs, predictionLossOnly);
        }
    }
}
