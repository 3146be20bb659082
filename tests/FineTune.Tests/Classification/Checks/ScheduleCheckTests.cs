using FineTune.Classification;

namespace FineTune.Tests.Classification;

public sealed class ScheduleCheckTests
{
    [Theory]
    [InlineData(OptimizerNames.Sgd, "momentum=-1", SchedulerType.Linear, "optim_args \"momentum=-1\": Momentum is -1, but it must be 0 or more.")]
    [InlineData(OptimizerNames.Rmsprop, "alpha=-1", SchedulerType.Linear, "optim_args \"alpha=-1\": Alpha is -1, ")]
    [InlineData(OptimizerNames.Sgd, "momentum=0.9", SchedulerType.WarmupStableDecay, "The schedule 'warmup_stable_decay' needs ")]
    public void What_cannot_be_made_is_blamed_on_what_was_set_for_it(OptimizerNames optimizer, string settings, SchedulerType schedule, string expected) =>
        Assert.Contains(expected, Assert.Single(ScheduleCheck.Of(new TrainingArguments { Optim = optimizer, OptimArgs = settings, LrSchedulerType = schedule }.Resolve())), StringComparison.Ordinal);

    [Fact]
    public void What_can_be_made_is_not_spoken_of() => Assert.Empty(ScheduleCheck.Of(new TrainingArguments { Optim = OptimizerNames.Sgd, OptimArgs = "momentum=0.9" }.Resolve()));
}
