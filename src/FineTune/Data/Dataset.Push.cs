using FineTune.Data;
using FineTune.Hub;

namespace FineTune;

public sealed partial class Dataset
{
    /// <summary>
    /// Pushes the rows as a split of a data set of the Hub, from where <see cref="Datasets"/> and the reference's <c>load_dataset</c> load them.
    /// The repository, its branch and its card are made if there are none; other splits and configurations stay.
    /// </summary>
    /// <remarks>
    /// The rows become parquet files, and the metadata of README.md says what they are; nothing else in it is changed. If somebody else commits
    /// meanwhile, it is merged anew, up to five times. More than 50 files take several commits.
    /// </remarks>
    /// <param name="repoId">The repository, <c>org/name</c>; without an organization it is the token's user's.</param>
    /// <param name="configName">The configuration the split belongs to. Default <c>default</c>.</param>
    /// <param name="split">The split's name; one that is there is replaced. Default <c>train</c>.</param>
    /// <param name="numShards">Into how many files the rows go. Default null: as <see cref="PushDatasetOptions.MaxShardSize"/> needs.</param>
    /// <param name="options">Token, branch, message and the like; or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The commit.</returns>
    /// <exception cref="ArgumentException">A name cannot be, both sizes are given, or the columns differ from those of the configuration's other
    /// splits.</exception>
    /// <exception cref="InvalidDataException">The repository's README.md cannot be understood.</exception>
    /// <exception cref="NotSupportedException">A column holds what a parquet file cannot store; the message names it.</exception>
    /// <exception cref="HubException">The token may not do it, or the Hub cannot be reached. Pushing again continues.</exception>
    public Task<CommitInfo> PushToHubAsync(
        string repoId,
        string configName = PushedConfig.Default,
        string split = "train",
        int? numShards = null,
        PushDatasetOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new();
        return PushAsync(new HubHttp(options), repoId, configName, split, numShards, options, cancellationToken);
    }

    /// <inheritdoc cref="PushToHubAsync"/>
    public CommitInfo PushToHub(
        string repoId,
        string configName = PushedConfig.Default,
        string split = "train",
        int? numShards = null,
        PushDatasetOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => PushToHubAsync(repoId, configName, split, numShards, options, cancellationToken), cancellationToken).GetAwaiter().GetResult();

    internal Task<CommitInfo> PushAsync(
        HubHttp http, string repoId, string configName, string split, int? numShards, PushDatasetOptions options, CancellationToken cancellationToken)
    {
        DefaultSplits.RequireSplitName(split);
        RowSource rows = Written();
        PushedConfig config = new(configName, options, rows.Features, replacesOthers: false);
        int shards = ShardCount.Of(rows, options.MaxShardSize, numShards);
        return DatasetPush.RunAsync(http, repoId, config, [(split, this, shards)], options, cancellationToken);
    }
}
