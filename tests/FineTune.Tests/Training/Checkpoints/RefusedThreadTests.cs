using System.Collections.Concurrent;
using FineTune.Runtime;
using FineTune.Tests.Training.Resources;
using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>A system that starts no thread.</summary>
[Collection(AloneCollection.Name)]
public sealed class RefusedThreadTests
{
    [Fact]
    public void Checkpoints_are_then_written_by_the_thread_that_trains()
    {
        using RunFolder usual = new(), refused = new();
        _ = new ResumableRun(usual.Path).Train();
        ConcurrentBag<string?> asked = [];
        WorkerPool.StartInstead = thread =>
        {
            asked.Add(thread.Name);
            throw new OutOfMemoryException();
        };
        try
        {
            _ = new ResumableRun(refused.Path).Train();
        }
        finally
        {
            WorkerPool.StartInstead = null;
        }

        Assert.Contains("FineTune checkpoint", asked);
        Assert.Equal(usual.Checkpoints, refused.Checkpoints);
        Assert.All(usual.Checkpoints, name => Assert.Equal(File.ReadAllBytes(usual.File(name, "optimizer.pt")), File.ReadAllBytes(refused.File(name, "optimizer.pt"))));
    }
}
