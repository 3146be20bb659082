using FineTune.Classification;
using FineTune.Tests.Training.Distributed;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Classification;

/// <summary>The steps that a check counts are those that training takes.</summary>
public sealed class CheckedRunTests
{
    [Theory]
    [InlineData(1, 61, 4, false, false)]
    [InlineData(1, 61, 4, true, false)]
    [InlineData(3, 61, 4, false, false)]
    [InlineData(3, 61, 4, true, false)]
    [InlineData(2, 61, 4, false, true)]
    [InlineData(2, 61, 4, true, true)]
    [InlineData(3, 5, 2, false, false)]
    [InlineData(3, 64, 4, true, false, false)]
    [InlineData(3, 64, 4, false, false, false)]
    [InlineData(2, 61, 4, true, true, false)]
    [InlineData(1, 61, 4, true, false, true, "batch_rebalance")]
    [InlineData(1, 61, 4, false, false, true, "batch_rebalance")]
    [InlineData(3, 61, 4, true, false, true, "batch_rebalance")]
    [InlineData(2, 61, 4, true, true, false, "batch_rebalance")]
    [InlineData(2, 61, 4, false, false, true, "group_by_length")]
    public void Steps_are_counted_as_training_counts_them(
        int processes, int rows, int batch, bool dropLast, bool split, bool even = true, string strategy = "random")
    {
        using RunFolder folder = new();
        (TrainingPlan, TrainingPlan)[] plans = ThreadRanks.Run(processes, _ =>
        {
            TrainingArguments args = TinyTrainer.Args(folder) with
            {
                PerDeviceTrainBatchSize = batch,
                GradientAccumulationSteps = 2,
                NumTrainEpochs = 3,
                DataloaderDropLast = dropLast,
                AcceleratorConfig = new AcceleratorConfig { SplitBatches = split, EvenBatches = even },
                TrainSamplingStrategy = EnumSpelling<TrainSamplingStrategy>.Parse(strategy),
            };
            RankTrainer trainer = new(new TinyClassifier(), args) { TrainDataset = TinyData.Rows(rows), TrainBatchSize = batch };
            return (trainer.PlanFor(trainer.ShareOut(trainer.GetTrainDataLoader())), CheckedRun.StepsOf(trainer.Args, rows));
        });

        Assert.All(plans, pair => Assert.Equal(pair.Item1, pair.Item2));
    }
    [Theory]
    [InlineData(TrainSamplingStrategy.Random)]
    [InlineData(TrainSamplingStrategy.BatchRebalance)]
    public void Counting_the_steps_of_many_rows_takes_no_memory_for_them(TrainSamplingStrategy strategy)
    {
        using RunFolder folder = new();
        TrainingArguments args = TinyTrainer.Args(folder) with { PerDeviceTrainBatchSize = 4, NumTrainEpochs = 1, TrainSamplingStrategy = strategy };

        long before = GC.GetAllocatedBytesForCurrentThread();
        TrainingPlan plan = CheckedRun.StepsOf(args, 10_000_000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Equal(2_500_000, plan.MaxSteps);
    }
}
