using FineTune.Data;
using FineTune.Hub;

namespace FineTune;

public sealed partial class DatasetDict
{
    /// <summary>
    /// Pushes all splits as a configuration of a data set of the Hub, in one commit; other configurations stay. The splits that the
    /// configuration had before go, and so does every other file in its folder.
    /// </summary>
    /// <param name="repoId">The repository, <c>org/name</c>; without an organization it is the token's user's.</param>
    /// <param name="configName">The configuration. Default <c>default</c>.</param>
    /// <param name="numShards">Into how many files the rows of a split go, by its name. Default null: as <see cref="PushDatasetOptions.MaxShardSize"/> needs.</param>
    /// <param name="options">Token, branch, message and the like; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="ArgumentException">There is no split, a name cannot be, both sizes are given, or the splits have different columns.</exception>
    /// <inheritdoc cref="Dataset.PushToHubAsync" path="/remarks|/exception[position()>1]"/>
    public Task<CommitInfo> PushToHubAsync(
        string repoId,
        string configName = PushedConfig.Default,
        IReadOnlyDictionary<string, int>? numShards = null,
        PushDatasetOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        PushedConfig config = new(configName, options, CommonFeatures(), replacesOthers: true);
        if (numShards?.Keys.FirstOrDefault(split => !ContainsKey(split)) is { } unknown)
        {
            throw DataError.UnknownShardedSplit(unknown, [.. Keys]);
        }

        (string Name, Dataset Rows, int Shards)[] splits = [.. this.Select(pair => (pair.Key, pair.Value, ShardCount.Of(
            pair.Value.Written(), options.MaxShardSize, numShards is not null && numShards.TryGetValue(pair.Key, out int count) ? count : null)))];
        return DatasetPush.RunAsync(new HubHttp(options), repoId, config, splits, options, cancellationToken);
    }

    /// <inheritdoc cref="PushToHubAsync"/>
    public CommitInfo PushToHub(
        string repoId,
        string configName = PushedConfig.Default,
        IReadOnlyDictionary<string, int>? numShards = null,
        PushDatasetOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => PushToHubAsync(repoId, configName, numShards, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    private Features CommonFeatures()
    {
        (string Name, Features Features)[] all = [.. this.Select(pair => (DefaultSplits.RequireSplitName(pair.Key), pair.Value.WrittenFeatures()))];
        if (all.Length == 0)
        {
            throw DataError.NothingToPush();
        }

        int other = Array.FindIndex(all, split => !PushedInfo.AreEqual(split.Features, all[0].Features));
        return other < 0 ? all[0].Features : throw DataError.PushedSplitsDiffer(all[0].Name, all[0].Features, all[other].Name, all[other].Features);
    }
}
