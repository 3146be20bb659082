using System.Globalization;
using FineTune.Hub;

namespace FineTune.Data;

/// <summary>Writes the rows of a split to parquet files and sends each at once, so that only one is on the disk at a time.</summary>
internal static class ShardUpload
{
    /// <param name="http">The way to the Hub.</param>
    /// <param name="target">Where the commit will go.</param>
    /// <param name="folder">A folder for the files, which lives until the commit is made.</param>
    /// <param name="config">The configuration it belongs to.</param>
    /// <param name="split">Its name.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="shards">Into how many files they go.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PushedSplit> RunAsync(
        HubHttp http, CommitTarget target, string folder, PushedConfig config, string split, Dataset rows, int shards, CancellationToken cancellationToken)
    {
        List<CommitOperationAdd> files = [];
        long size = 0;
        for (int shard = 0; shard < shards; shard++)
        {
            string path = Path.Combine(folder, Path.GetRandomFileName());
            await rows.Shard(shards, shard).ToParquetAsync(path, cancellationToken: cancellationToken);
            size += new FileInfo(path).Length;
            string number = string.Create(CultureInfo.InvariantCulture, $"{shard:00000}-of-{shards:00000}");
            CommitOperationAdd addition = new($"{config.PathOf(split)}{number}.parquet", path);
            CommitOperationAdd sent = (await LfsUpload.SendBeforeAsync(http, target, [addition], cancellationToken))[0];
            files.Add(sent);
            if (!ReferenceEquals(sent, addition))
            {
                File.Delete(path);
            }
        }

        return new PushedSplit(split, RowSize.Estimate(rows.Measured()), rows.NumRows, size, files);
    }
}
