using System.Text.Json;

namespace FineTune.Tests.Models.Families;

/// <summary>The reference's buckets of distances: where each begins, and which it is.</summary>
internal sealed class BucketGolden
{
    private readonly int[] _starts;

    public BucketGolden(JsonElement golden) => (_starts, Values) = (Numbers(golden, "starts"), Numbers(golden, "values"));

    public IReadOnlyList<int> Values { get; }

    public int Of(int distance)
    {
        int at = Array.BinarySearch(_starts, distance);
        return Values[at < 0 ? ~at - 1 : at];
    }

    private static int[] Numbers(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
}
