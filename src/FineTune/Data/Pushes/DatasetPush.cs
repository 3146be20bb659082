using System.Globalization;
using System.Text;
using FineTune.Hub;

namespace FineTune.Data;

/// <summary>Pushes splits of a configuration: sends their files, then commits them together with what the card says of them.</summary>
internal sealed class DatasetPush
{
    /// <summary>How many data files a commit has at most.</summary>
    private const int MaxFiles = 50;

    private readonly HubHttp _http;
    private readonly RepoId _repo;
    private readonly PushedConfig _config;
    private readonly List<PushedSplit> _splits = [];

    private DatasetPush(HubHttp http, RepoId repo, PushedConfig config)
    {
        _http = http;
        _repo = repo;
        _config = config;
    }

    /// <param name="http">The way to the Hub.</param>
    /// <param name="repoId">The repository; without an organization it is the token's user's.</param>
    /// <param name="config">The configuration.</param>
    /// <param name="splits">Its splits, and into how many files each goes.</param>
    /// <param name="options">The caller's wishes.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<CommitInfo> RunAsync(
        HubHttp http,
        string repoId,
        PushedConfig config,
        IReadOnlyList<(string Name, Dataset Rows, int Shards)> splits,
        PushDatasetOptions options,
        CancellationToken cancellationToken)
    {
        CommitTarget target = await PushTarget.PrepareAsync(new HfApi(http), RepoType.Dataset, repoId, options, cancellationToken);
        DatasetPush push = new(http, target.Repo, config);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("finetune-push-");
        try
        {
            foreach ((string name, Dataset rows, int shards) in splits)
            {
                push._splits.Add(await ShardUpload.RunAsync(http, target, folder.FullName, config, name, rows, shards, cancellationToken));
            }

            return await push.CommitAsync(target, options, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Commits the files; many go in commits of their own before the one with the card.</summary>
    private async Task<CommitInfo> CommitAsync(CommitTarget target, PushDatasetOptions options, CancellationToken cancellationToken)
    {
        string message = options.CommitMessage ?? "Upload dataset";
        CommitOptions commit = new() { CommitDescription = options.CommitDescription };
        CommitOperation[] files = [.. _splits.SelectMany(split => split.Files)];
        string? pullRequest = null;
        if (files.Length > MaxFiles)
        {
            CommitOperation[][] parts = [.. files.Chunk(MaxFiles)];
            foreach ((int number, CommitOperation[] part) in parts.Index())
            {
                string title = string.Create(CultureInfo.InvariantCulture, $"{message} (part {number:00000}-of-{parts.Length:00000})");
                CommitInfo made = await CommitPush.RunAsync(_http, new CommitPlan(target, part, title, commit), cancellationToken);
                pullRequest ??= made.PrUrl;
                target = made.PrRevision is { } revision ? target with { Revision = revision, CreatePr = false } : target;
            }

            files = [];
        }

        CommitInfo last = await CommitOnHead.RunAsync(
            _http, target, message, commit, async (head, token) => [.. files, .. await ChangesAsync(head, token)], cancellationToken);
        return last with { PrUrl = last.PrUrl ?? pullRequest };
    }

    /// <summary>What goes besides the files: the card, and the deletion of what earlier pushes left. It depends on what the commit before has.</summary>
    private async Task<IReadOnlyList<CommitOperation>> ChangesAsync(string head, CancellationToken cancellationToken)
    {
        RepoFile[] replaced = [.. (await FilesAsync(head, _config.DataDir, cancellationToken)).Where(IsReplaced)];
        HashSet<string> added = [.. _splits.SelectMany(split => split.Files).Select(file => file.PathInRepo)];
        PushedCard card = new(_repo, _config, _splits, replaced.Sum(file => file.Size))
        {
            Readme = await TextAsync(head, CardText.FileName, cancellationToken),
            Infos = await TextAsync(head, PushedCard.InfosFile, cancellationToken),
            OlderFiles = [.. (await FilesAsync(head, "data", cancellationToken)).Select(file => file.Path)],
        };
        return
        [
            .. card.Changes().Select(file => new CommitOperationAdd(file.Path, Encoding.UTF8.GetBytes(file.Text))),
            .. replaced.Where(file => !added.Contains(file.Path)).Select(file => new CommitOperationDelete(file.Path, isFolder: false)),
        ];
    }

    private bool IsReplaced(RepoFile file) =>
        _config.ReplacesOthers || _splits.Exists(split => file.Path.StartsWith(_config.PathOf(split.Name), StringComparison.Ordinal));

    private async Task<IEnumerable<RepoFile>> FilesAsync(string head, string folder, CancellationToken cancellationToken)
    {
        try
        {
            return (await new HfApi(_http).ListRepoTreeAsync(_repo.Id, folder, recursive: false, head, _repo.Type, cancellationToken)).OfType<RepoFile>();
        }
        catch (EntryNotFoundException)
        {
            return [];
        }
    }

    private async Task<string?> TextAsync(string head, string path, CancellationToken cancellationToken) =>
        await RepoFiles.ReadAsync(_http, _repo, head, path, cancellationToken) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
