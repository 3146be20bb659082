using FineTune.Hub;

namespace FineTune.Training;

/// <summary>A model repository on the Hub.</summary>
internal sealed class HubTarget : IPushTarget
{
    private const string LicenseTag = "license:";

    private readonly HfApi _api;
    private readonly Relay _progress = new();
    private readonly PushToHubOptions _options;
    private bool _isPrepared;

    /// <param name="repoId">Its name; without an owner it is the token's user's.</param>
    /// <param name="connect">Reaches the Hub, and has it told how far transfers have come.</param>
    /// <param name="isPrivate">Whether only the owner sees it, if it has to be made; null for what the owner has set.</param>
    /// <param name="revision">The branch, or null for the main one.</param>
    public HubTarget(string repoId, Func<IProgress<TransferProgress>, HfApi> connect, bool? isPrivate, string? revision)
    {
        _api = connect(_progress);
        (RepoId, _options) = (repoId, new() { Private = isPrivate, Revision = revision ?? "main" });
    }

    public string RepoId { get; private set; }

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared)
        {
            return;
        }

        RepoId = (await PushTarget.PrepareAsync(_api, RepoType.Model, RepoId, _options, cancellationToken)).Repo.Id;
        await _api.AuthCheckAsync(RepoId, write: true, cancellationToken: cancellationToken);
        _isPrepared = true;
    }

    public async Task<CommitInfo> UploadAsync(
        PushPart part, IReadOnlyList<string> ignorePatterns, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        _progress.To = progress;
        UploadFolderOptions options = new()
        {
            PathInRepo = part.PathInRepo ?? string.Empty,
            CommitMessage = part.Message,
            Revision = _options.Revision,
            IgnorePatterns = ignorePatterns,
        };
        return await _api.UploadFolderAsync(RepoId, part.Folder, options, cancellationToken);
    }

    public async Task<string?> LicenseOfAsync(string modelId, CancellationToken cancellationToken)
    {
        try
        {
            RepoInfo info = await _api.ModelInfoAsync(modelId, cancellationToken: cancellationToken);
            return info.Tags.FirstOrDefault(tag => tag.StartsWith(LicenseTag, StringComparison.Ordinal))?[LicenseTag.Length..];
        }
        catch (Exception exception) when (exception is HubException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Passes on how far transfers have come to whoever began the present one.</summary>
    private sealed class Relay : IProgress<TransferProgress>
    {
        public IProgress<TransferProgress>? To { get; set; }

        public void Report(TransferProgress value) => To?.Report(value);
    }
}
