using FineTune.Classification;

namespace FineTune.Tests.Classification;

public sealed class RehearsalTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rehearsal_is_a_whole_step_with_a_finite_loss(bool trains) => Assert.InRange(Rehearsal.Run(trains), 0.6f, 0.8f);
}
