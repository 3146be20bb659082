using System.Globalization;
using FineTune.Tests.Training.Pushes;
using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training;

/// <summary>A metric that is not a number is said, counts as no improvement, and is never the best; the files are the reference's.</summary>
public sealed class NotANumberTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    // The metric at each evaluation, one an epoch; patience; whether greater is better; the epoch it ends in; the best value and its step; what is said at the end.
    [InlineData("nan nan nan nan", 1, true, 2, "-inf", null, "score was a number in no evaluation")]
    [InlineData("nan nan nan nan", 2, true, 3, "-inf", null, "score was a number in no evaluation")]
    [InlineData("nan nan nan nan", 1, false, 2, "inf", null, "score was a number in no evaluation")]
    [InlineData("nan nan nan nan", 9, true, 4, "-inf", null, "score was a number in no evaluation")]
    [InlineData("nan 0.5 nan nan", 3, true, 4, "0.5", 10, null)]
    [InlineData("0.5 nan nan nan", 1, true, 2, "0.5", 5, null)]
    [InlineData("0.5 nan 0.6 nan", 2, true, 4, "0.6", 15, null)]
    [InlineData("0.5 nan 0.4 nan", 9, false, 4, "0.4", 15, null)]
    [InlineData("-1 nan -2 -3", 3, true, 4, "-1", 5, null)]
    [InlineData("nan nan nan 0.1", 9, true, 4, "0.1", 20, null)]
    [InlineData("0.1 0.2 0.3 nan", 9, true, 4, "0.3", 15, null)]
    [InlineData("0.1 0.2 0.3 0.4", 9, true, 4, "0.4", 20, null)]
    public void It_never_wins_and_is_said_once(string values, int patience, bool greater, int lastEpoch, string best, int? bestStep, string? atTheEnd)
    {
        double[] sequence = [.. values.Split(' ').Select(value => value == "nan" ? double.NaN : double.Parse(value, CultureInfo.InvariantCulture))];
        int evaluation = 0;
        MessageLog log = new();
        Trainer trainer = new(
            new TinyClassifier(),
            TinyTrainer.Args(_folder) with
            {
                NumTrainEpochs = 4,
                EvalStrategy = IntervalStrategy.Epoch,
                SaveStrategy = SaveStrategy.Epoch,
                LoadBestModelAtEnd = true,
                MetricForBestModel = "score",
                GreaterIsBetter = greater,
            })
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            ComputeMetrics = prediction => new Dictionary<string, double> { ["score"] = sequence[Math.Min(evaluation, sequence.Length - 1)] },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, new EarlyStoppingCallback { EarlyStoppingPatience = patience }, new Next(() => evaluation++)],
            Logger = log,
        };

        _ = trainer.Train();

        double expected = best switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(best, CultureInfo.InvariantCulture) };
        Assert.Equal((expected, bestStep), (trainer.State.BestMetric, trainer.State.BestGlobalStep));
        Assert.Equal(bestStep is null ? null : $"checkpoint-{bestStep}", Path.GetFileName(trainer.State.BestModelCheckpoint));
        Assert.Equal(atTheEnd is not null, log.Warnings.Any(message => message.Contains("No best model was found", StringComparison.Ordinal)));
        Assert.True(atTheEnd is null || log.Warnings.Any(message => message.Contains(atTheEnd, StringComparison.Ordinal)));
        Assert.Equal(sequence.Take(evaluation).Any(double.IsNaN) ? 1 : 0, log.Warnings.Count(message => message.StartsWith("eval_score is not a number at step ", StringComparison.Ordinal)));
        Assert.Equal(lastEpoch, evaluation);
    }

    [Fact]
    public void One_that_decides_nothing_is_said_too()
    {
        MessageLog log = new();
        Trainer trainer = new(new TinyClassifier(), TinyTrainer.Args(_folder))
        {
            EvalDataset = TinyData.Rows(1),
            ComputeMetrics = _ => new Dictionary<string, double> { ["pearson"] = double.NaN, ["accuracy"] = 1 },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = log,
        };

        _ = trainer.Evaluate();
        _ = trainer.Evaluate();

        Assert.StartsWith("eval_pearson is not a number: a correlation needs", Assert.Single(log.Warnings, message => message.Contains("not a number", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private sealed class Next(Action next) : TrainerCallback
    {
        public override void OnEvaluate(TrainerContext context, LogEntry metrics) => next();
    }
}
