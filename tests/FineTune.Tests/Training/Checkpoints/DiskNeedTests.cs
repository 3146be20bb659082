using FineTune.Training;

namespace FineTune.Tests.Training;

/// <summary>How many checkpoints a run adds to its folder: 100 steps, saved every 10.</summary>
public sealed class DiskNeedTests
{
    [Theory]
    [InlineData(null, false, 0, 0, 10)]
    [InlineData(null, false, 4, 40, 6)]
    [InlineData(null, false, 1, 40, 6)]
    [InlineData(null, false, 10, 100, 0)]
    [InlineData(null, false, 4, 45, 6)]
    [InlineData(2, false, 0, 0, 3)]
    [InlineData(2, false, 1, 10, 2)]
    [InlineData(2, false, 2, 50, 1)]
    [InlineData(2, false, 3, 50, 1)]
    [InlineData(2, false, 2, 100, 0)]
    [InlineData(1, true, 0, 0, 3)]
    [InlineData(1, true, 2, 30, 1)]
    public void A_run_adds_what_it_has_not_yet(int? limit, bool hasBest, int there, int step, int expected)
    {
        TrainingArguments args = new()
        {
            SaveStrategy = SaveStrategy.Steps,
            SaveSteps = 10,
            SaveTotalLimit = limit,
            MetricForBestModel = hasBest ? "loss" : null,
        };
        TrainingPlan plan = TrainingPlan.For(args with { MaxSteps = 100 }, batchesPerEpoch: 50, exampleCount: 400, trainBatchSize: 8);

        Assert.Equal(expected, DiskNeed.For(args, plan, parameters: 1000, trainable: 1000, (there, step)).Checkpoints);
    }
}
