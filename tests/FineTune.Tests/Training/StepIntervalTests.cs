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
}
