namespace FineTune.Data;

/// <summary>Into how many files rows go.</summary>
internal static class ShardCount
{
    private const long DefaultSize = 500_000_000;

    /// <param name="rows">The rows.</param>
    /// <param name="maxShardSize">How large a file may become, such as <c>"500MB"</c>; null for that.</param>
    /// <param name="numShards">The number of files; null: as the size says.</param>
    /// <exception cref="ArgumentException">Both are given, or one makes no sense.</exception>
    public static int Of(RowSource rows, string? maxShardSize, int? numShards)
    {
        if (maxShardSize is not null && numShards is not null)
        {
            throw new ArgumentException("maxShardSize and numShards both say how many files there are. Give only one of them.", nameof(numShards));
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numShards ?? 1, nameof(numShards));
        long size = maxShardSize is null ? DefaultSize : SizeText.Parse(maxShardSize, nameof(maxShardSize));
        return numShards ?? (int)Math.Clamp((RowSize.Estimate(rows) / size) + 1, 1, Math.Max(1, rows.Count));
    }
}
