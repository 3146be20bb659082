using System.Diagnostics;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Tests.Runtime;

[Collection(ThreadsCollection.Name)]
public sealed class ProfileTests
{
    [Fact]
    public void Every_kernel_that_runs_jobs_belongs_to_a_family()
    {
        Type[] jobs =
        [
            .. typeof(Workers).Assembly.GetTypes().Where(type =>
                type.IsValueType && type.DeclaringType != typeof(LaneWidth) && type.GetInterfaces().Any(face => face == typeof(IJob) || face == typeof(ILaneJob))),
        ];

        string[] unknown = [.. jobs.Select(KernelFamily.Kernel).Distinct().Where(kernel => !KernelFamily.IsKnown(kernel))];

        Assert.NotEmpty(jobs);
        Assert.Empty(unknown);
    }

    [Fact]
    public void A_product_is_counted_once_with_its_operations()
    {
        Profile profile = new() { IsCounting = true };
        float[] a = new float[200 * 100];
        float[] b = new float[100 * 300];
        float[] c = new float[200 * 300];
        profile.Start();
        Gemm.Multiply(200, 300, 100, a, 100, false, b, 300, false, c, 300, false);
        profile.Stop();
        Gemm.Multiply(200, 300, 100, a, 100, false, b, 300, false, c, 300, false);

        (object key, ProfileTotal total) = Assert.Single(profile.Totals);

        Assert.Equal(KernelFamily.MatrixProduct, KernelFamily.Of(key));
        Assert.Equal(1, total.Calls);
        Assert.Equal(2.0 * 200 * 300 * 100, total.Operations);
        Assert.True(total.Ticks > 0);
    }

    [Fact]
    public void A_kernel_inside_another_is_part_of_it()
    {
        Profile profile = new() { IsCounting = true, IsTracing = true };
        profile.Start();
        ProfileSpan outer = Profile.Begin();
        ProfileSpan inner = Profile.Begin();
        inner.End("inner");
        outer.End("outer");
        profile.Stop();

        Assert.Equal("outer", Assert.Single(profile.Totals).Key);
        Assert.Equal("outer", Assert.Single(profile.Events).Key);
    }

    [Fact]
    public void Only_as_many_events_are_kept_as_asked_for()
    {
        Profile profile = new() { IsCounting = true, IsTracing = true, MaxEvents = 2 };
        for (int i = 0; i < 5; i++)
        {
            profile.AddPhase("phase", Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp());
        }

        Assert.Equal(2, profile.Events.Count);
        Assert.Equal(5, profile.Totals["phase"].Calls);
    }
}
