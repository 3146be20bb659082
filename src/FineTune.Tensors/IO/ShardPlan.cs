using System.Globalization;

namespace FineTune.IO;

/// <summary>
/// Which tensors go into which file: in their order, a new file when the next would take the current one above the limit; one above
/// the limit by itself has a file of its own, and the current one goes on after it.
/// </summary>
internal sealed class ShardPlan
{
    private ShardPlan(IReadOnlyList<(string File, IReadOnlyList<SafetensorsTensor> Tensors)> shards, long totalSize)
    {
        Shards = shards;
        TotalSize = totalSize;
    }

    public IReadOnlyList<(string File, IReadOnlyList<SafetensorsTensor> Tensors)> Shards { get; }

    public long TotalSize { get; }

    public bool IsSharded => Shards.Count > 1;

    public static ShardPlan For(IEnumerable<SafetensorsTensor> tensors, long maxShardSize, string name)
    {
        List<List<SafetensorsTensor>> shards = [];
        List<SafetensorsTensor> current = [];
        long currentSize = 0;
        long totalSize = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            totalSize += tensor.ByteLength;
            if (tensor.ByteLength > maxShardSize)
            {
                shards.Add([tensor]);
                continue;
            }

            if (currentSize + tensor.ByteLength > maxShardSize)
            {
                shards.Add(current);
                current = [];
                currentSize = 0;
            }

            current.Add(tensor);
            currentSize += tensor.ByteLength;
        }

        if (current.Count > 0 || shards.Count == 0)
        {
            shards.Add(current);
        }

        return new ShardPlan([.. shards.Select((shard, i) => (FileName(name, i, shards.Count), (IReadOnlyList<SafetensorsTensor>)shard))], totalSize);
    }

    private static string FileName(string name, int index, int count) => count == 1
        ? $"{name}.safetensors"
        : string.Create(CultureInfo.InvariantCulture, $"{name}-{index + 1:d5}-of-{count:d5}.safetensors");
}
