namespace FineTune.Hub;

/// <summary>Uploads a folder: in one commit, or in several where that would be a very large one.</summary>
internal static class FolderUpload
{
    /// <summary>How many changes a commit has at most.</summary>
    public const int MaxChanges = 250;

    public static async Task<CommitInfo> RunAsync(
        HubHttp http, CommitTarget target, string folder, UploadFolderOptions options, CancellationToken cancellationToken)
    {
        string folderInRepo = RepoPath.OfFolder(options.PathInRepo);
        List<CommitOperation> additions = [.. FolderFiles
            .Find(folder, new RepoFilter(options.AllowPatterns, options.IgnorePatterns), http.Options.Logger)
            .Select(file => new CommitOperationAdd(RepoPath.Combine(folderInRepo, file.Key), file.Value))];
        List<CommitOperation> deletions = options.DeletePatterns is { } patterns
            ? await DeletionsAsync(http, target, folderInRepo, new RepoFilter(patterns, null), additions, cancellationToken)
            : [];
        CommitPlan plan = new(target, [.. deletions, .. additions], options.CommitMessage ?? UploadMessages.Folder, options);
        return await RunAsync(http, plan, cancellationToken);
    }

    /// <summary>Makes a commit in parts of at most <see cref="MaxChanges"/> changes; the first keeps the message, the others are numbered.</summary>
    public static async Task<CommitInfo> RunAsync(HubHttp http, CommitPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Operations.Count > MaxChanges)
        {
            await CardCheck.RunAsync(http, plan, cancellationToken);
            plan = plan with { IsCardChecked = true };
        }

        CommitInfo? last = null;
        int made = 0;
        foreach (CommitOperation[] some in plan.Operations.Count == 0 ? [[]] : plan.Operations.Chunk(MaxChanges))
        {
            CommitInfo info = await CommitPush.RunAsync(http, made == 0 ? plan with { Operations = some } : plan with
            {
                Operations = some,
                Message = $"{plan.Message} (part {made + 1})",
                ParentCommit = null,
                Target = last!.PrRevision is { } pullRequest ? plan.Target with { Revision = pullRequest, CreatePr = false } : plan.Target,
            }, cancellationToken);
            if (last is null || !info.IsUnchanged)
            {
                last = info with { PrUrl = info.PrUrl ?? last?.PrUrl };
                made += info.IsUnchanged ? 0 : 1;
            }
        }

        return last!;
    }

    private static async Task<List<CommitOperation>> DeletionsAsync(
        HubHttp http, CommitTarget target, string folderInRepo, RepoFilter filter, List<CommitOperation> additions, CancellationToken cancellationToken)
    {
        HashSet<string> kept = [.. additions.Select(addition => addition.PathInRepo), ".gitattributes"];
        string prefix = folderInRepo.Length == 0 ? string.Empty : folderInRepo + "/";
        return [.. (await RepoFiles.ListAsync(http, target, cancellationToken))
            .Where(path => path.StartsWith(prefix, StringComparison.Ordinal) && filter.Takes(path[prefix.Length..]) && !kept.Contains(path))
            .Select(path => new CommitOperationDelete(path, isFolder: false))];
    }
}
