namespace FineTune;

/// <summary>
/// Buckets of distances: below half of their number each distance has its own, above they grow so that the last ends at the greatest position. All in
/// float32, as the reference computes it.
/// </summary>
internal static class LogBuckets
{
    /// <summary>Gets the bucket of a distance, with its sign; the distance itself where there are no buckets.</summary>
    public static int Of(int distance, int buckets, int maxPosition)
    {
        int middle = buckets / 2;
        int size = Math.Abs(distance);
        if (buckets <= 0 || size <= middle)
        {
            return distance;
        }

        float share = Log((float)size / middle) / Log((float)((maxPosition - 1) / (double)middle));
        return Math.Sign(distance) * (int)(MathF.Ceiling(share * (middle - 1)) + middle);
    }

    private static float Log(float x) => (float)Math.Log(x);
}
