using FineTune.Training;

namespace FineTune.Tests.Training.Pushes;

/// <summary>A repository in memory: it keeps what every commit brought, and does before each request what a test asks for.</summary>
internal sealed class MemoryTarget : IPushTarget
{
    private readonly List<MemoryCommit> _commits = [];
    private int _requests;

    public string RepoId { get; private set; } = "run";

    /// <summary>Gets or sets what happens before a request, given its number from 0 and what it is: <c>prepare</c> or a commit's message.</summary>
    public Func<int, string, CancellationToken, Task> Before { get; set; } = (_, _, _) => Task.CompletedTask;

    public string? License { get; init; }

    public IReadOnlyList<MemoryCommit> Commits
    {
        get
        {
            lock (_commits)
            {
                return [.. _commits];
            }
        }
    }

    public IEnumerable<string> Messages => Commits.Select(commit => commit.Message);

    /// <summary>Gets the files of the repository after all commits.</summary>
    public Dictionary<string, byte[]> Files => Commits.SelectMany(commit => commit.Files).GroupBy(file => file.Key).ToDictionary(file => file.Key, file => file.Last().Value);

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await Before(Interlocked.Increment(ref _requests) - 1, "prepare", cancellationToken);
        RepoId = "me/run";
    }

    public async Task<CommitInfo> UploadAsync(
        PushPart part, IReadOnlyList<string> ignorePatterns, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        await Before(Interlocked.Increment(ref _requests) - 1, part.Message, cancellationToken);
        Assert.Equal(["_*", "checkpoint-*"], ignorePatterns.Take(2));
        Dictionary<string, byte[]> files = [];
        foreach (string file in Directory.EnumerateFiles(part.Folder, "*", SearchOption.AllDirectories))
        {
            string path = Path.GetRelativePath(part.Folder, file).Replace('\\', '/');
            if (!ignorePatterns.Contains(path))
            {
                files[part.PathInRepo is null ? path : $"{part.PathInRepo}/{path}"] = await File.ReadAllBytesAsync(file, cancellationToken);
            }
        }

        progress.Report(new TransferProgress("model.safetensors", 1, 1, IsUpload: true, IsFinished: true));
        lock (_commits)
        {
            _commits.Add(new MemoryCommit(part.Message, files));
            return PushedCommit.Number(_commits.Count);
        }
    }

    public Task<string?> LicenseOfAsync(string modelId, CancellationToken cancellationToken) => Task.FromResult(License);
}
