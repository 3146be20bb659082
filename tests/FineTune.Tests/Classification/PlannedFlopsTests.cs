using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Tests.Classification;

/// <summary>What a plan says a run will compute, counted by hand.</summary>
public sealed class PlannedFlopsTests
{
    private static readonly TrainingArguments s_args = new() { PerDeviceTrainBatchSize = 2, TrainSamplingStrategy = TrainSamplingStrategy.Sequential, NumTrainEpochs = 1 };

    [Theory]
    [InlineData(1, true, 17, 2)] // 1 2, 3 4, 5
    [InlineData(2, true, 28, 7)] // 1 2 and 3 4, 5 1 and 2 3
    [InlineData(3, true, 22, 6)] // 1 2, 3 4 and 5 1
    [InlineData(3, false, 17, 2)] // 1 2, 3 4 and 5
    public void Batches_of_all_processes_count(int processes, bool even, long elements, long padding)
    {
        TrainingArguments args = s_args with { AcceleratorConfig = new() { EvenBatches = even } };
        TrainingPlan plan = TrainingPlan.For(args, (5 + (2 * processes) - 1) / (2 * processes), 5, 2, processes);

        PlannedFlops found = PlannedFlops.Of(args, plan, [1, 2, 3, 4, 5], padTo: null, parameters: 10, processes)!;

        Assert.Equal((elements, padding, 60d * elements, false), (found.Elements, found.Padding, found.Total, found.IsEstimate));
    }

    [Fact]
    public void A_run_of_very_many_steps_is_estimated_by_its_first()
    {
        TrainingArguments args = s_args with { MaxSteps = (int)PlannedFlops.MostRows };

        PlannedFlops found = PlannedFlops.Of(args, TrainingPlan.For(args, 1, 2, 2, 1), [3, 3], padTo: null, parameters: 10, processes: 1)!;

        Assert.True(found.IsEstimate);
        Assert.Equal(60d * 6 * args.MaxSteps, found.Total, 1e-9 * found.Total);
    }

    [Fact]
    public void A_run_whose_epochs_have_no_batch_computes_nothing()
    {
        TrainingArguments args = s_args with { MaxSteps = 5, DataloaderDropLast = true };

        Assert.Equal(0, PlannedFlops.Of(args, TrainingPlan.For(args, 0, 1, 2, 1), [3], padTo: null, parameters: 10, processes: 1)!.Total);
    }

    [Fact]
    public void An_order_that_training_draws_is_known_only_where_it_does_not_matter()
    {
        TrainingArguments args = s_args with { TrainSamplingStrategy = TrainSamplingStrategy.Random, AcceleratorConfig = new() { UseSeedableSampler = false } };
        TrainingPlan plan = TrainingPlan.For(args, 2, 3, 2, 1);

        Assert.Null(PlannedFlops.Of(args, plan, [1, 2, 3], padTo: null, parameters: 10, processes: 1));
        Assert.Equal(60d * 12, PlannedFlops.Of(args, plan, [1, 2, 3], padTo: 4, parameters: 10, processes: 1)!.Total);
    }

    [Fact]
    public void It_can_be_cancelled() => Assert.Throws<OperationCanceledException>(() =>
        PlannedFlops.Of(s_args, TrainingPlan.For(s_args, 1, 2, 2, 1), [3, 3], padTo: null, parameters: 10, processes: 1, new CancellationToken(canceled: true)));
}
