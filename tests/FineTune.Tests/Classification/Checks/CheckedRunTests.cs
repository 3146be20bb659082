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
    public void Steps_are_counted_as_training_counts_them(int processes, int rows, int batch, bool dropLast, bool split)
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
                AcceleratorConfig = new AcceleratorConfig { SplitBatches = split },
            };
            RankTrainer trainer = new(new TinyClassifier(), args) { TrainDataset = TinyData.Rows(rows), TrainBatchSize = batch };
            return (trainer.PlanFor(trainer.ShareOut(trainer.GetTrainDataLoader())), CheckedRun.StepsOf(trainer.Args, rows));
        });

        Assert.All(plans, pair => Assert.Equal(pair.Item1, pair.Item2));
    }
}
