using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>cache</c>: what has been downloaded; deletes revisions, checks contents.</summary>
internal sealed class CacheCommand : HubVerb
{
    public override string Name => "cache";

    public override string Summary => "list what has been downloaded, delete it, or check it (cache list|delete|verify)";

    public override FlagValues? Place => new(ValueKind.Words, ["list", "delete", "verify"]);

    public override string Usage => "cache list | cache delete REPO_OR_COMMIT... [--yes] | cache verify REPO [flags]";

    public override IEnumerable<Argument> Flags =>
    [
        HubVerbOptions.CacheDirFlag, HubVerbOptions.YesFlag, HubVerbOptions.JsonFlag, HubVerbOptions.RepoTypeFlag,
        HubVerbOptions.RevisionFlag, HubVerbOptions.LocalDirFlag, HubVerbOptions.TokenFlag,
    ];

    protected override Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context) => (words.Count == 0 ? "list" : words[0]) switch
    {
        "list" when words.Count > 1 => throw new RunException($"cache list takes no words beside its flags, but {words.Count - 1} were given: {string.Join(' ', words.Skip(1))}."),
        "list" => Task.FromResult(List(options, context)),
        "delete" => Task.FromResult(Delete([.. words.Skip(1)], options, context)),
        "verify" => VerifyAsync([.. words.Skip(1)], options, context),
        string other => throw new RunException($"cache {other}: expected list, delete or verify."),
    };

    private static int List(HubVerbOptions options, CommandContext context)
    {
        HfCacheInfo cache = HfHub.ScanCacheDir(options.CacheDir);
        if (options.Json)
        {
            context.Output.WriteLine(JsonText.Write(CacheTable.ToJson(cache)));
        }
        else
        {
            CacheTable.Write(cache, context.Output);
        }

        foreach (string warning in cache.Warnings)
        {
            context.Errors.WriteLine("finetune: " + warning);
        }

        return CommandLine.Done;
    }

    private static int Delete(string[] names, HubVerbOptions options, CommandContext context)
    {
        if (names.Length == 0)
        {
            throw new RunException("cache delete needs what to delete: names such as model/org/name, or commits, as cache list shows them.");
        }

        HfCacheInfo cache = HfHub.ScanCacheDir(options.CacheDir);
        DeleteCacheStrategy strategy = cache.DeleteRevisions([.. names.Select(name => Listed(cache, name, options.RepoType)?.CacheId ?? name)]);
        if (strategy.NotFound.Count > 0)
        {
            throw new RunException($"The cache {strategy.CacheDir} has no {string.Join(", ", strategy.NotFound)}; finetune cache list shows what it has. Nothing was deleted.");
        }

        string size = ByteSize.Text(strategy.ExpectedFreedSize);
        if (!options.Yes && !Agrees($"Delete {strategy.Repos.Count} repositories and {strategy.Snapshots.Count} revisions of others, {size}? [y/N] ", context))
        {
            return Tell(options, context, "Nothing was deleted.", new JsonObject { ["freed_bytes"] = 0 });
        }

        strategy.Execute();
        return Tell(options, context, $"Freed {size}.", new JsonObject { ["freed_bytes"] = strategy.ExpectedFreedSize });
    }

    /// <summary>Gets the repository that cache list shows by a name, or that other verbs know by it: the model, or what --repo_type says.</summary>
    private static CachedRepoInfo? Listed(HfCacheInfo cache, string name, RepoType type) =>
        cache.Repos.FirstOrDefault(repo => repo.CacheId == name) ?? cache.Repos.FirstOrDefault(repo => repo.RepoType == type && repo.RepoId == name);

    private static bool Agrees(string question, CommandContext context)
    {
        context.Errors.Write(question);
        context.Errors.Flush();
        return context.Input.ReadLine()?.Trim().ToLowerInvariant() is "y" or "yes";
    }

    private static async Task<int> VerifyAsync(string[] names, HubVerbOptions options, CommandContext context)
    {
        if (names.Length != 1)
        {
            throw new RunException("cache verify needs one repository: finetune cache verify org/name [--repo_type dataset] [--revision REV].");
        }

        CachedRepoInfo? listed = Listed(HfHub.ScanCacheDir(options.CacheDir), names[0], options.RepoType);
        string name = listed?.RepoId ?? names[0];
        FolderVerification found = await HfHub.VerifyCacheAsync(name, Reached(options with { RepoType = listed?.RepoType ?? options.RepoType }, context), context.CancellationToken);
        foreach (FileMismatch file in found.Mismatches)
        {
            context.Errors.WriteLine($"finetune: {file.Path} is damaged: its {file.Algorithm} is {file.Actual}, expected {file.Expected}. Download it again with --force_download.");
        }

        if (options.Json)
        {
            context.Output.WriteLine(JsonText.Write(CacheTable.ToJson(found)));
        }
        else
        {
            context.Output.WriteLine($"{found.CheckedCount} files of {name} at {found.Revision} were checked: {found.Mismatches.Count} damaged"
                + (found.IsCompared ? $", {found.MissingPaths.Count} not downloaded, {found.ExtraPaths.Count} of no commit." : "; which files there should be is not known."));
        }

        return found.Mismatches.Count == 0 ? CommandLine.Done : CommandLine.Failed;
    }
}
