using System.Net;
using System.Text.Json.Nodes;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// Makes one commit: asks how each file is stored and which are there already, sends the large ones, then tells the changes. If the answer to
/// the last request is lost, all of it is done again: what was committed is then there already, so a commit is never made twice.
/// </summary>
internal sealed class CommitPush
{
    /// <summary>How often a commit is tried again whose answer was lost, or which met another.</summary>
    private const int MaxRepeats = 5;

    private readonly HubHttp _http;
    private readonly CommitPlan _plan;
    private readonly List<(CommitOperation Operation, PendingFile? File)> _changes = [];

    private CommitPush(HubHttp http, CommitPlan plan)
    {
        _http = http;
        _plan = plan;
    }

    private IEnumerable<PendingFile> Files => _changes.Select(change => change.File).OfType<PendingFile>();

    /// <exception cref="HubException">The Hub refuses, or cannot be reached; nothing is committed, or (connection lost) perhaps all of it.</exception>
    public static async Task<CommitInfo> RunAsync(HubHttp http, CommitPlan plan, CancellationToken cancellationToken)
    {
        using IDisposable turn = await RepoQueue.EnterAsync(http.Endpoint, plan.Target.Repo, cancellationToken);
        CommitPush push = new(http, plan);
        await push.BeginAsync(cancellationToken);
        try
        {
            return await push.RunAsync(cancellationToken);
        }
        finally
        {
            // Also after a failure: whose answer was lost may have been made.
            RepoPins.Forget(http.Endpoint, plan.Target.Repo);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        await CardCheck.RunAsync(_http, _plan, cancellationToken);
        foreach (CommitOperation operation in _plan.Operations)
        {
            UploadContent? content = operation switch
            {
                CommitOperationAdd add => add.Source.Begin(add.PathInRepo),
                CommitOperationCopy copy => await CopySource.BeginAsync(_http, _plan.Target, copy, cancellationToken),
                _ => null,
            };
            _changes.Add((operation, content is null ? null : new PendingFile(content)));
        }
    }

    private async Task<CommitInfo> RunAsync(CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            await PrepareAsync(cancellationToken);
            List<(CommitOperation Operation, PendingFile? File)> changes =
                await LeftAsync(isRepeated: attempt > 1, cancellationToken);
            if (changes.Count == 0)
            {
                return await HeadAsync(cancellationToken);
            }

            try
            {
                return Read(await SendAsync(changes, cancellationToken));
            }
            catch (HubException failure) when (attempt <= MaxRepeats && MayPass(failure))
            {
                if (_plan.Target.CreatePr && MayHaveHappened(failure))
                {
                    throw Throw.PullRequestUncertain(_plan.Target.Repo, _http.Endpoint + HubPaths.Page(_plan.Target.Repo), failure);
                }

                TimeSpan wait = TimeSpan.FromSeconds(Math.Min(1 << (attempt - 1), 8));
                _http.Options.Logger?.LogWarning(
                    EventLog.Hub,
                    "The commit to {Repo} got no clear answer: {Reason} Looking in {Seconds} s what has arrived (attempt {Attempt} of {Most}).",
                    _plan.Target.Repo, failure.Message, wait.TotalSeconds, attempt, MaxRepeats);
                await _http.WaitAsync(wait, cancellationToken);
            }
        }
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        PendingFile[] files = [.. Files];
        LfsUpload upload = new(_http, _plan.Target);
        await Preupload.AskAsync(_http, _plan.Target, files, cancellationToken);
        foreach (PendingFile file in files)
        {
            file.IsUnchanged = file.RemoteOid is { } oid && !file.IsIgnored && !_plan.Deletes(file.Path) && oid == (file.IsLarge
                ? await upload.HashAsync(file.Content, cancellationToken)
                : await file.Content.GitOidAsync(cancellationToken));
        }

        await upload.SendAsync([.. files.Where(file => file.IsLarge && file.IsCommitted)], cancellationToken);
    }

    /// <summary>The changes that are still to be made. After a lost answer, what was to be deleted may be gone.</summary>
    private async Task<List<(CommitOperation Operation, PendingFile? File)>> LeftAsync(bool isRepeated, CancellationToken cancellationToken)
    {
        string[] deleted = [.. _plan.Operations.OfType<CommitOperationDelete>().Select(deletion => deletion.PathInRepo)];
        HashSet<string> present = isRepeated && deleted.Length > 0
            ? await RepoFiles.PresentAsync(_http, _plan.Target, deleted, cancellationToken)
            : [.. deleted];
        return [.. _changes.Where(change => change.File is { } file ? file.IsCommitted : present.Contains(change.Operation.PathInRepo))];
    }

    private async Task<JsonNode?> SendAsync(List<(CommitOperation Operation, PendingFile? File)> changes, CancellationToken cancellationToken)
    {
        Dictionary<PendingFile, string> hashes = [];
        foreach (PendingFile file in changes.Select(change => change.File).OfType<PendingFile>().Where(file => file.IsLarge))
        {
            hashes.Add(file, await file.Content.Sha256Async(progress: null, cancellationToken));
        }

        return await _http.SendJsonAsync(_plan.Target.Post("commit") with { Content = () => Body(changes, hashes) }, cancellationToken);
    }

    private CommitContent Body(List<(CommitOperation Operation, PendingFile? File)> changes, Dictionary<PendingFile, string> hashes)
    {
        CommitContent body = new(_plan.Message, _plan.Description, _plan.ParentCommit);
        foreach ((CommitOperation operation, PendingFile? file) in changes)
        {
            if (file is null)
            {
                body.AddDeletion((CommitOperationDelete)operation);
            }
            else if (hashes.TryGetValue(file, out string? sha256))
            {
                file.Content.ThrowIfChanged();
                body.AddLargeFile(file.Path, sha256, file.Content.Size);
            }
            else
            {
                file.Content.ThrowIfChanged();
                body.AddFile(file.Content);
            }
        }

        return body;
    }

    private CommitInfo Read(JsonNode? answer)
    {
        string oid = answer?.Text("commitOid") ?? throw Throw.CommitAnswer(_plan.Target.Repo);
        return new CommitInfo(_http.MapToEndpoint(answer.Text("commitUrl") ?? UrlOf(oid)), oid, _plan.Message, _plan.Description)
        {
            PrUrl = answer.Text("pullRequestUrl") is { } url ? _http.MapToEndpoint(url) : null,
        };
    }

    private async Task<CommitInfo> HeadAsync(CancellationToken cancellationToken)
    {
        _http.Options.Logger?.LogWarning(EventLog.Hub, "No files have been modified since last commit. Skipping to prevent empty commit.");
        string head = await RepoFiles.HeadAsync(_http, _plan.Target, cancellationToken);
        return new CommitInfo(UrlOf(head), head, _plan.Message, _plan.Description) { IsUnchanged = true };
    }

    private string UrlOf(string commit) => $"{_http.Endpoint}{HubPaths.Page(_plan.Target.Repo)}/commit/{commit}";

    private static bool MayPass(HubException failure) => failure is HubConnectionException
        || (failure is HfHubHttpException { StatusCode: var status } && (HubRetry.MayPass(status) || status == HttpStatusCode.Conflict));

    private static bool MayHaveHappened(HubException failure) =>
        failure is not HfHubHttpException { StatusCode: HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests };
}
