using System.Text.Json;

namespace FineTune.Tests.Models.Families;

public sealed class RelativeBiasTests
{
    [Fact]
    public void Every_distance_has_the_references_bucket()
    {
        JsonElement golden = JsonDocument.Parse(Golden.Text("families", "bias-buckets.json")).RootElement;
        BucketGolden buckets = new(golden);
        int farthest = golden.GetProperty("farthest").GetInt32();

        Assert.Equal(RelativeBias.Buckets - 1, buckets.Values.Distinct().Count());
        for (int distance = -farthest; distance <= farthest; distance++)
        {
            Assert.Equal((distance, buckets.Of(distance)), (distance, RelativeBias.Bucket(distance)));
        }
    }
}
