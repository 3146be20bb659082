using FineTune.Autograd;

namespace FineTune;

/// <summary>
/// A number for each head and bucket of distances that all layers add to their scores (T5's way, https://arxiv.org/abs/1910.10683): eight
/// distances each way have a bucket of their own, then buckets grow, up to one for all beyond ninety.
/// </summary>
internal sealed class RelativeBias
{
    /// <summary>The buckets that are used, half for keys behind the query and half for those before it.</summary>
    public const int Buckets = 32;

    private const int Exact = 8;
    private const int Half = Buckets / 2;
    private int[] _buckets = [];

    public RelativeBias(Embedding table) => Table = table;

    /// <summary>Gets the table, <c>[buckets, heads]</c>.</summary>
    public Embedding Table { get; }

    /// <summary>Gets what attention needs to know, for texts padded to a length.</summary>
    public RelativePositions For(int length)
    {
        if (_buckets.Length != (2 * length) - 1)
        {
            _buckets = [.. Enumerable.Range(1 - length, (2 * length) - 1).Select(Bucket)];
        }

        return new(Keys: null, Queries: null, _buckets) { Bias = Table.Weight };
    }

    /// <summary>The bucket of a query so many columns behind a key.</summary>
    public static int Bucket(int distance)
    {
        long size = Math.Abs((long)distance);

        // 8 + floor(8 log(n / 8) / log(16)) is 8 + floor(log2((n / 8)^2)).
        int bucket = size < Exact ? (int)size : Math.Min(Half - 1, Exact + System.Numerics.BitOperations.Log2((ulong)(size * size / (Exact * Exact))));
        return distance < 0 ? bucket + Half : bucket;
    }
}
