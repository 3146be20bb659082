using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Distributed;

/// <summary>An evaluation by several ranks is that of one process: the same loss, metrics and predictions, to the last bit, each row once.</summary>
public sealed class RankEvaluationTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 9)]
    [InlineData(3, 9)]
    [InlineData(4, 3)] // Some ranks have nothing at all.
    [InlineData(3, 24)]
    public void Predictions_are_those_of_one_process(int size, int rows)
    {
        PredictionOutput one = Make(rows).Predict(TinyData.Rows(rows));

        PredictionOutput[] all = ThreadRanks.Run(size, _ => Make(rows).Predict(TinyData.Rows(rows)));

        Assert.All(all, found =>
        {
            Assert.Equal(one.Predictions!.ToArray(), found.Predictions!.ToArray());
            Assert.Equal(((LongTensor)one.LabelIds!).ToArray(), ((LongTensor)found.LabelIds!).ToArray());
            Assert.Equal(one.Metrics["test_loss"], found.Metrics["test_loss"]);
            Assert.Equal(one.Metrics["test_sum"], found.Metrics["test_sum"]);
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_stream_is_evaluated_as_by_one_process(int size)
    {
        LogEntry one = Make(11).Evaluate(EvalDatasets.From(TinyData.Stream(11)));

        LogEntry[] all = ThreadRanks.Run(size, _ => Make(11).Evaluate(EvalDatasets.From(TinyData.Stream(11))));

        Assert.All(all, found => Assert.Equal((one["eval_loss"], one["eval_sum"]), (found["eval_loss"], found["eval_sum"])));
    }

    [Fact]
    public void Metrics_are_computed_once_and_are_everybodys()
    {
        int calls = 0;
        double[] values = ThreadRanks.Run(3, _ => Make(9, prediction => new Dictionary<string, double> { ["drawn"] = Interlocked.Increment(ref calls) }).Evaluate()["eval_drawn"]);

        Assert.Equal([1, 1, 1], values);
        Assert.Equal(1, calls);
    }

    [Fact]
    public void Metrics_by_batch_see_all_batches_in_order()
    {
        List<float[]> Seen(bool ranks)
        {
            List<float[]> seen = [];
            IReadOnlyDictionary<string, double>? Compute(EvalPrediction prediction, bool isLast)
            {
                lock (seen)
                {
                    seen.Add([.. prediction.Predictions.ToArray(), isLast ? 1 : 0]);
                }

                return isLast ? new Dictionary<string, double> { ["batches"] = seen.Count } : null;
            }

            Trainer Batched() => new(new TinyClassifier(), TinyTrainer.Args(_folder) with { PerDeviceEvalBatchSize = 2, BatchEvalMetrics = true })
            {
                EvalDataset = TinyData.Rows(9),
                ComputeBatchMetrics = Compute,
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
                Logger = NullLogger.Instance,
            };
            double[] counts = ranks ? ThreadRanks.Run(3, _ => Batched().Evaluate()["eval_batches"]) : [Batched().Evaluate()["eval_batches"]];
            Assert.All(counts, count => Assert.Equal(5, count));
            return seen;
        }

        List<float[]> one = Seen(ranks: false);

        Assert.Equal(one, Seen(ranks: true));
    }

    [Fact]
    public void Steps_a_second_count_the_rounds()
    {
        LogEntry found = ThreadRanks.Run(2, _ => Make(9).Evaluate())[0];

        Assert.Equal(2.0 / 9, found["eval_steps_per_second"] / found["eval_samples_per_second"], 1e-2);
    }

    private Trainer Make(int rows, Func<EvalPrediction, IReadOnlyDictionary<string, double>>? metrics = null) => new(new TinyClassifier(), TinyTrainer.Args(_folder))
    {
        EvalDataset = TinyData.Rows(rows),
        ComputeMetrics = metrics ?? (prediction => new Dictionary<string, double> { ["sum"] = prediction.Predictions.ToArray().Sum() }),
        Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        Logger = NullLogger.Instance,
    };
}
