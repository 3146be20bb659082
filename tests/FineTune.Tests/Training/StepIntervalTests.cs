using FineTune.Training;

namespace FineTune.Tests.Training;

public sealed class StepIntervalTests
{
    [Theory]
    [InlineData(10, 100, 10, 10)]
    [InlineData(30, 100, 30, 4)] // After 30, 60, 90, and the last.
    [InlineData(200, 100, 200, 1)]
    [InlineData(0.3, 10, 3, 4)]
    [InlineData(0.25, 10, 3, 4)]
    public void A_share_is_of_all_steps_and_the_last_step_counts(double steps, int all, int each, int times) =>
        Assert.Equal((each, times), (StepInterval.Of(steps, all), StepInterval.Count(steps, all)));

    [Theory]
    [InlineData("steps", 30, 0, 4)]
    [InlineData("steps", 30, 30, 4)]
    [InlineData("steps", 30, 31, 3)] // After 60, 90, and the last.
    [InlineData("steps", 30, 95, 1)]
    [InlineData("steps", 30, 101, 0)]
    [InlineData("epoch", 30, 0, 5)]
    [InlineData("epoch", 30, 2.5, 3)] // After the third, fourth and fifth.
    [InlineData("epoch", 30, 6, 0)]
    [InlineData("no", 30, 0, 0)]
    public void Evaluations_begin_after_their_delay(string strategy, int each, double delay, int times)
    {
        TrainingArguments args = new() { EvalStrategy = EnumSpelling<IntervalStrategy>.Parse(strategy), EvalSteps = each, EvalDelay = delay, NumTrainEpochs = 5 };

        Assert.Equal(times, StepInterval.Evaluations(args, TrainingPlan.For(args, 20, 160, 8)));
    }
}
