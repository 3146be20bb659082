using FineTune.Classification;
using FineTune.Training;

namespace FineTune.Tests.Classification;

/// <summary>Whether disk and memory suffice, by numbers.</summary>
public sealed class RoomAndMemoryTests
{
    private const long Mega = 1_000_000;

    [Theory]
    [InlineData(0, 0, 100, 0, 200, null, false)]
    [InlineData(0, 0, 100, 0, 100, null, false)]
    [InlineData(0, 0, 100, 0, 99, "There is no room for the model", true)]
    [InlineData(0, 0, 100, 0, 0, "There is no room for the model", true)]
    [InlineData(0, 0, 100, 200, 250, "copies that wait to be pushed need", false)]
    [InlineData(0, 0, 100, 200, 300, null, false)]
    [InlineData(1, 300, 100, 0, 400, null, false)]
    [InlineData(1, 300, 100, 0, 299, "There is no room for a checkpoint", true)]
    [InlineData(1, 300, 100, 0, 390, "There is no room for a checkpoint and the model", true)]
    [InlineData(1, 300, 100, 0, 397, "may fill up", false)]
    [InlineData(5, 300, 100, 0, 1600, null, false)]
    [InlineData(5, 300, 100, 0, 1500, "may fill up", false)]
    [InlineData(5, 300, 100, 0, 450, "may fill up", false)]
    [InlineData(5, 300, 100, 0, 90, "There is no room for the model", true)]
    public void The_disk_is_compared_with_all_that_is_written(int checkpoints, int each, int model, int pending, int free, string? expected, bool isFatal) =>
        AssertFound(RoomCheck.Of("out", new DiskNeed(checkpoints, each * Mega), model * Mega, pending * Mega, free * Mega), expected, isFatal);

    [Fact]
    public void A_disk_of_unknown_size_is_trusted() => Assert.Empty(RoomCheck.Of("out", new DiskNeed(1, Mega), Mega, 0, null));

    [Theory]
    [InlineData(100, 25, 200, 0, null, false)]
    [InlineData(100, 25, 100, 0, null, false)]
    [InlineData(100, 25, 99, 0, "The memory may not suffice", false)]
    [InlineData(100, 25, 25, 0, "The memory may not suffice", false)]
    [InlineData(100, 25, 24, 0, "There is not the memory for the model", true)]
    [InlineData(100, 25, 24, 1, "The memory may not suffice", false)]
    [InlineData(100, 25, 0, 0, null, false)]
    [InlineData(26, 25, 24, 0, "weights alone take 25 MB", true)]
    [InlineData(26, 25, 25, 0, "this process may use 25 MB", false)]
    [InlineData(2_000_000, 900_000, 800_000, 50_000, "DOTNET_GCHeapHardLimit", true)]
    public void The_memory_is_compared_with_what_the_process_may_use(long about, long least, long available, long swap, string? expected, bool isFatal) =>
        AssertFound(MemoryCheck.Of(about * Mega, least * Mega, available * Mega, swap * Mega), expected, isFatal);

    [Theory]
    [InlineData(false, HubStrategy.EverySave, 1, 0)]
    [InlineData(true, HubStrategy.End, 1, 0)]
    [InlineData(true, HubStrategy.EverySave, null, 0)]
    [InlineData(true, HubStrategy.EverySave, 1, 2)]
    [InlineData(true, HubStrategy.AllCheckpoints, 2, 2)]
    public void What_waits_to_be_pushed_is_counted_where_it_was_deleted(bool push, HubStrategy strategy, int? limit, int models) => Assert.Equal(
        models * Mega, RoomCheck.PendingBytes(new TrainingArguments { PushToHub = push, HubStrategy = strategy, SaveTotalLimit = limit }, Mega));

    private static void AssertFound(IEnumerable<Finding> found, string? expected, bool isFatal)
    {
        Finding[] all = [.. found];
        Assert.Equal(expected is null ? 0 : 1, all.Length);
        Assert.All(all, finding => Assert.Contains(expected!, finding.Message));
        Assert.All(all, finding => Assert.Equal(isFatal, finding.IsFatal));
    }
}
