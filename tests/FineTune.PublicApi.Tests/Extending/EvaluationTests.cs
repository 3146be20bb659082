namespace FineTune.PublicApi.Tests.Extending;

/// <summary>Evaluating in a way of one's own.</summary>
public sealed class EvaluationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void PredictionStep_can_be_overridden_to_change_the_scores()
    {
        NegatingTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { Callbacks = Toy.Quiet() };

        float[] negated = trainer.Predict(Toy.Rows(8)).Predictions.ToArray();

        float[] plain = Toy.Trainer(Toy.Args(_folder.Path)).Predict(Toy.Rows(8)).Predictions.ToArray();
        Assert.Equal(plain.Select(score => -score), negated);
    }

    [Fact]
    public void EvaluationLoop_can_be_overridden_to_add_a_metric()
    {
        CountingTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path) with { MetricForBestModel = "rows", EvalStrategy = IntervalStrategy.Epoch })
        {
            TrainDataset = Toy.Rows(16),
            EvalDataset = Toy.Rows(8),
            Callbacks = Toy.Quiet(),
        };

        _ = trainer.Train();

        Assert.Equal([8.0], Toy.Logged(trainer, "eval_rows"));
    }

    [Fact]
    public void Evaluate_can_be_overridden_to_evaluate_more()
    {
        BothTrainer trainer = new(new ToyModel(), Toy.Args(_folder.Path)) { EvalDataset = Toy.Rows(8), Callbacks = Toy.Quiet() };

        LogEntry metrics = trainer.Evaluate();

        Assert.True(metrics.ContainsKey("eval_loss") && metrics.ContainsKey("held_out_loss"));
    }

    [Fact]
    public void Metrics_see_scores_that_were_made_smaller_first()
    {
        EvalPrediction? seen = null;
        Trainer trainer = new(new ToyModel(), Toy.Args(_folder.Path))
        {
            EvalDataset = Toy.Rows(8),
            Callbacks = Toy.Quiet(),
            PreprocessLogitsForMetrics = (logits, labels) => logits.Narrow(1, 0, 1),
            ComputeMetrics = prediction =>
            {
                seen = prediction;
                return new Dictionary<string, double> { ["rows"] = prediction.LabelIds.Length };
            },
        };

        LogEntry metrics = trainer.Evaluate();

        Assert.Equal(new Shape(8, 1), seen!.Predictions.Shape);
        Assert.Equal(8, metrics["eval_rows"]);
    }

    public void Dispose() => _folder.Dispose();

    private sealed class NegatingTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected override (Tensor? Loss, Tensor? Logits, TensorBase? Labels) PredictionStep(TrainableModel model, Batch inputs, bool predictionLossOnly)
        {
            (Tensor? loss, Tensor? logits, TensorBase? labels) = base.PredictionStep(model, inputs, predictionLossOnly);
            return (loss, logits is null ? null : logits * -1f, labels);
        }
    }

    private sealed class CountingTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected override EvalLoopOutput EvaluationLoop(
            DataLoader dataLoader,
            string description,
            bool? predictionLossOnly = null,
            string metricKeyPrefix = "eval",
            CancellationToken cancellationToken = default)
        {
            EvalLoopOutput output = base.EvaluationLoop(dataLoader, description, predictionLossOnly, metricKeyPrefix, cancellationToken);
            output.Metrics[metricKeyPrefix + "_rows"] = output.NumSamples;
            return output;
        }
    }

    private sealed class BothTrainer(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        public override LogEntry Evaluate(EvalDatasets? evalDataset = null, string metricKeyPrefix = "eval", CancellationToken cancellationToken = default)
        {
            LogEntry metrics = base.Evaluate(evalDataset, metricKeyPrefix, cancellationToken);
            foreach ((string key, double value) in base.Evaluate(Toy.Rows(4), "held_out", cancellationToken))
            {
                metrics[key] = value;
            }

            return metrics;
        }
    }
}
