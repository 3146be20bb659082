using System.Text.Json;

namespace FineTune.Tests.Models.Families;

public sealed class LogBucketsTests
{
    [Fact]
    public void Every_distance_has_the_references_bucket()
    {
        foreach (JsonElement golden in JsonDocument.Parse(Golden.Text("families", "buckets.json")).RootElement.EnumerateArray())
        {
            (int buckets, int positions) = (golden.GetProperty("buckets").GetInt32(), golden.GetProperty("positions").GetInt32());
            BucketGolden reference = new(golden);
            for (int distance = 0; distance < positions; distance++)
            {
                int expected = reference.Of(distance);
                Assert.Equal((buckets, distance, expected), (buckets, distance, LogBuckets.Of(distance, buckets, positions)));
                Assert.Equal(-expected, LogBuckets.Of(-distance, buckets, positions));
            }
        }
    }

    [Fact]
    public void Without_buckets_a_distance_is_its_own() => Assert.Equal(-345, LogBuckets.Of(-345, -1, 512));
}
