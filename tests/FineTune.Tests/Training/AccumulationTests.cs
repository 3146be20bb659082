using FineTune.Tests.Training.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training;

/// <summary>The one law of gradient accumulation: how a step's examples are split into batches makes no difference.</summary>
public sealed class AccumulationTests
{
    // The same sums in another order.
    private const double Tolerance = 2e-6;

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    [InlineData(1, 6)]
    public void Loss_gradient_norm_and_weights_are_equal_for_every_split(int batch, int accumulation)
    {
        Trainer whole = Train(batch: 6, accumulation: 1);

        Trainer split = Train(batch, accumulation);

        AssertClose(TinyTrainer.Losses(whole), TinyTrainer.Losses(split));
        AssertClose(Norms(whole), Norms(split));
        AssertClose([.. TinyTrainer.Weights(whole).Select(value => (double)value)], [.. TinyTrainer.Weights(split).Select(value => (double)value)]);
    }

    [Fact]
    public void Labels_that_do_not_count_weigh_nothing()
    {
        List<Example> rows = TinyData.Rows(20);
        for (int i = 0; i < 20; i += 3)
        {
            rows[i] = new Example(rows[i].Select(pair => pair.Key == "labels" ? KeyValuePair.Create(pair.Key, (object?)-100L) : pair));
        }

        Trainer whole = Train(batch: 6, accumulation: 1, rows);
        Trainer split = Train(batch: 2, accumulation: 3, rows);

        AssertClose(TinyTrainer.Losses(whole), TinyTrainer.Losses(split));
    }

    [Fact]
    public void The_references_sum_of_means_is_as_many_times_larger()
    {
        Trainer law = Train(batch: 2, accumulation: 2, steps: 1);

        Trainer upstream = Train(batch: 2, accumulation: 2, steps: 1, change: args => args with { UpstreamAccumulation = true });

        Assert.Equal(2 * TinyTrainer.Losses(law)[0], TinyTrainer.Losses(upstream)[0], Tolerance);
        Assert.Equal(2 * Norms(law)[0], Norms(upstream)[0], Tolerance);
    }

    [Fact]
    public void A_smoothed_loss_is_divided_by_the_labels_of_the_step_in_the_reference_too()
    {
        TrainingArguments Smoothed(TrainingArguments args, bool upstream) => args with { LabelSmoothingFactor = 0.2, UpstreamAccumulation = upstream };
        Trainer law = Train(batch: 2, accumulation: 3, change: args => Smoothed(args, upstream: false));

        Trainer upstream = Train(batch: 2, accumulation: 3, change: args => Smoothed(args, upstream: true));

        Assert.Equal(TinyTrainer.Losses(law), TinyTrainer.Losses(upstream));
        Assert.Equal(Norms(law), Norms(upstream));
    }

    [Fact]
    public void A_loss_function_of_ones_own_is_told_the_number_of_labels_and_not_divided()
    {
        using RunFolder folder = new();
        List<long?> counts = [];
        Trainer trainer = new(new TinyClassifier(), Args(folder, batch: 4, accumulation: 2))
        {
            TrainDataset = TinyData.Rows(20),
            ComputeLossFunc = (outputs, labels, count) =>
            {
                counts.Add(count);
                return Functional.CrossEntropy(outputs.Logits!, (LongTensor)labels!, reduction: LossReduction.Sum) / (float)count!.Value;
            },
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();

        Assert.Equal([8, 8, 8, 8, 4], counts);
        AssertClose(TinyTrainer.Losses(Train(batch: 8, accumulation: 1)), TinyTrainer.Losses(trainer));
    }

    [Fact]
    public void A_trainer_can_say_that_its_loss_is_a_mean_of_the_batch()
    {
        using RunFolder folder = new();
        MeanOfMeans trainer = new(new TinyClassifier(), Args(folder, batch: 3, accumulation: 4))
        {
            TrainDataset = TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();

        // Twelve rows in four batches of three: the same; then eight in batches of three, three and two: not.
        double[] law = TinyTrainer.Losses(Train(batch: 3, accumulation: 4));
        Assert.Equal(law[0], TinyTrainer.Losses(trainer)[0], Tolerance);
        Assert.NotEqual(law[1], TinyTrainer.Losses(trainer)[1], 1e-4);
    }

    private static TrainingArguments Args(RunFolder folder, int batch, int accumulation) => TinyTrainer.Args(folder) with
    {
        PerDeviceTrainBatchSize = batch,
        GradientAccumulationSteps = accumulation,
    };

    private static Trainer Train(
        int batch, int accumulation, List<Example>? rows = null, int steps = -1, Func<TrainingArguments, TrainingArguments>? change = null)
    {
        using RunFolder folder = new();
        TrainingArguments args = Args(folder, batch, accumulation) with { MaxSteps = steps };
        Trainer trainer = new(new TinyClassifier(), change?.Invoke(args) ?? args)
        {
            TrainDataset = rows ?? TinyData.Rows(20),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
        _ = trainer.Train();
        return trainer;
    }

    private static double[] Norms(Trainer trainer) =>
        [.. trainer.State.LogHistory.Where(entry => entry.ContainsKey("grad_norm")).Select(entry => entry["grad_norm"])];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    private sealed class MeanOfMeans(TrainableModel model, TrainingArguments args) : Trainer(model, args)
    {
        protected internal override bool? LossIsScaledForGa => false;
    }
}
