using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Extras;

public sealed class LrFindTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rates_grow_by_the_same_factor_and_losses_are_those_of_training()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));

        LrFindResult result = trainer.LrFind(new LrFindOptions { StartLr = 1e-4, EndLr = 1e-1, NumSteps = 4 });

        Assert.Equal(4, result.Points.Count);
        Assert.All([1e-4, 1e-3, 1e-2, 1e-1], (rate, i) => Assert.Equal(rate, result.Points[i].LearningRate, 1e-12));
        Trainer first = TinyTrainer.Make(TinyTrainer.Args(_folder));
        _ = first.Train();
        Assert.Equal(TinyTrainer.Losses(first)[0], result.Points[0].Loss, 1e-7);
        Assert.Equal(result.Points[0].Loss, result.Points[0].SmoothedLoss, 1e-9);
    }

    [Theory]
    [InlineData(OptimizerNames.AdamwTorchFused, null)]
    [InlineData(OptimizerNames.Sgd, "momentum=0.9")]
    [InlineData(OptimizerNames.ScheduleFreeAdamw, null)]
    public void A_run_after_a_test_is_the_same_run_bit_for_bit(OptimizerNames optimizer, string? settings)
    {
        TrainingArguments args = TinyTrainer.Args(_folder) with { Optim = optimizer, OptimArgs = settings, GradientAccumulationSteps = 2, NumTrainEpochs = 2 };
        Trainer plain = TinyTrainer.Make(args);
        _ = plain.Train();
        Trainer tested = TinyTrainer.Make(args);

        _ = tested.LrFind(new LrFindOptions { NumSteps = 30 });
        Assert.Null(tested.Optimizer);
        _ = tested.Train();

        Assert.Equal(TinyTrainer.Losses(plain), TinyTrainer.Losses(tested));
        Assert.Equal(TinyTrainer.Weights(plain), TinyTrainer.Weights(tested));
        Assert.Equal(plain.Generator.GetState(), tested.Generator.GetState());
    }

    [Fact]
    public void An_optimizer_of_ones_own_is_used_and_put_back()
    {
        Trainer Make()
        {
            TinyClassifier model = new();
            return new Trainer(model, TinyTrainer.Args(_folder))
            {
                TrainDataset = TinyData.Rows(20),
                Optimizers = (new AdamW(DecayParameters.Groups(model, 0), new AdamWOptions { Lr = 0.05 }), null),
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
                Logger = NullLogger.Instance,
            };
        }

        Trainer plain = Make();
        _ = plain.Train();
        Trainer tested = Make();

        _ = tested.LrFind(new LrFindOptions { NumSteps = 12 });
        _ = tested.Train();

        Assert.Equal(TinyTrainer.Weights(plain), TinyTrainer.Weights(tested));
    }

    [Fact]
    public void Rates_by_layer_keep_their_proportions()
    {
        Trainer trainer = new(AutoModelForSequenceClassification.FromPretrained(Golden.Path("models", "bert-tiny")), TinyTrainer.Args(_folder) with { LayerwiseLrDecay = 0.5 })
        {
            TrainDataset = Enumerable.Range(0, 8).Select(i => new Example(new Dictionary<string, object?> { ["input_ids"] = new long[] { 2, 5 + i, 3 }, ["labels"] = (long)(i % 3) })).ToList(),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };

        LrFindResult result = trainer.LrFind(new LrFindOptions { NumSteps = 5 });

        Assert.Equal(5, result.Points.Count);
    }

    [Fact]
    public void A_loss_that_runs_away_ends_the_test()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder) with { Optim = OptimizerNames.Sgd, MaxGradNorm = 0 }, new TinyClassifier(dropout: 0));

        LrFindResult result = trainer.LrFind(new LrFindOptions { StartLr = 1e-3, EndLr = 1e6, NumSteps = 100, Smoothing = 0.5 });

        Assert.True(result.Diverged);
        Assert.True(result.Points.Count < 100);
        Assert.Contains("ran away", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_suggestion_is_where_the_loss_falls_most_steeply()
    {
        double[] losses = [.. Enumerable.Range(0, 60).Select(i => i < 30 ? 1.0 : i < 45 ? 1.0 - ((i - 29) * 0.01 * (i - 29 < 8 ? 1 : 3)) : 5.0)];

        Assert.InRange(LearningRateTest.Steepest(losses)!.Value, 37, 43);
        Assert.Null(LearningRateTest.Steepest([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]));
        Assert.Null(LearningRateTest.Steepest([1]));
    }

    [Fact]
    public void Chance_is_no_suggestion_and_does_not_hide_one()
    {
        Generator generator = new(7);
        double[] noise = [.. Enumerable.Range(0, 100).Select(_ => 0.1 * generator.NextNormal())];

        Assert.Null(LearningRateTest.Steepest(noise));
        Assert.InRange(LearningRateTest.Steepest([.. noise.Select((value, i) => value + 1 - (1 / (1 + Math.Exp((60 - i) / 4.0))))])!.Value, 53, 67);
    }

    [Fact]
    public void The_table_marks_the_suggestion()
    {
        LrFindResult result = new([new(1e-4, 1, 1), new(1e-3, 0.5, 0.75), new(1e-2, 0.25, 0.5)], 1e-3, false);

        Assert.Equal(
            "learning rate        loss    smoothed\n    1.00E-004      1.0000      1.0000\n    1.00E-003      0.5000      0.7500  <- steepest\n"
            + "    1.00E-002      0.2500      0.5000\nSuggested learning rate: 0.001",
            result.ToString());
    }

    [Fact]
    public void Bounds_that_make_no_sense_are_refused()
    {
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(_folder));

        Assert.Contains("StartLr", Assert.Throws<ArgumentException>(() => trainer.LrFind(new LrFindOptions { StartLr = 1, EndLr = 0.1 })).Message, StringComparison.Ordinal);
        Assert.Contains("NumSteps", Assert.Throws<ArgumentException>(() => trainer.LrFind(new LrFindOptions { NumSteps = 1 })).Message, StringComparison.Ordinal);
    }
}
