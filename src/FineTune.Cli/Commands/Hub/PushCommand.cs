using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Cli.Completion;
using FineTune.Hub;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>push</c>: a folder, such as a run's, to the Hub; prints the address of the commit.</summary>
internal sealed class PushCommand : HubVerb
{
    public override string Name => "push";

    public override string Summary => "upload a folder, such as that of a run, to the Hub";

    public override FlagValues? Place => new(ValueKind.Folders, []);

    public override bool LivesByOutput => false;

    public override string Usage => "push DIR [--repo org/name] [flags]";

    public override IReadOnlyList<string> Examples => ["finetune push out --repo me/my-classifier --private"];

    public override IEnumerable<Argument> Flags =>
    [
        HubVerbOptions.RepoFlag, HubVerbOptions.RepoTypeFlag, HubVerbOptions.RevisionFlag, HubVerbOptions.PathInRepoFlag,
        HubVerbOptions.IncludeFlag, HubVerbOptions.ExcludeFlag, HubVerbOptions.DeleteFlag, HubVerbOptions.PrivateFlag, HubVerbOptions.CreatePrFlag,
        HubVerbOptions.CommitMessageFlag, HubVerbOptions.CommitDescriptionFlag, HubVerbOptions.TokenFlag, HubVerbOptions.JsonFlag,
    ];

    protected override async Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context)
    {
        Expect(words, 1, 1);
        string folder = words[0];
        if (!Directory.Exists(folder))
        {
            throw new RunException($"There is no folder {folder}. Paths are relative to the current directory, {Directory.GetCurrentDirectory()}.");
        }

        UploadFolderOptions upload = Upload(options, LeftOut(folder, options, context));
        RequireFiles(folder, upload);
        HfApi api = new(Reached(options, context));
        PushToHubOptions target = new() { Revision = options.Revision ?? "main", Private = options.Private, CreatePr = options.CreatePr };
        CommitTarget prepared = await PushTarget.PrepareAsync(
            api, options.RepoType, options.Repo ?? new DirectoryInfo(folder).Name, target, context.CancellationToken);
        CommitInfo commit = await api.UploadFolderAsync(prepared.Repo.Id, folder, upload, context.CancellationToken);
        return Tell(options, context, commit.PrUrl ?? commit.CommitUrl, new JsonObject
        {
            ["repo_id"] = prepared.Repo.Id,
            ["commit_url"] = commit.CommitUrl,
            ["oid"] = commit.Oid,
            ["pr_url"] = commit.PrUrl,
        });
    }

    /// <summary>Fails where there is nothing to push, before a repository is made for it.</summary>
    private static void RequireFiles(string folder, UploadFolderOptions upload)
    {
        if (upload.DeletePatterns is not null || FolderFiles.Find(folder, new RepoFilter(upload.AllowPatterns, upload.IgnorePatterns), logger: null).Count > 0)
        {
            return;
        }

        int all = FolderFiles.Find(folder, new RepoFilter(null, null), logger: null).Count;
        throw new RunException(all == 0 ? $"There is no file in {folder} to push."
            : $"None of the {all} files in {folder} is wanted: look at --include and --exclude. Nothing was pushed.");
    }

    /// <summary>Of a run's folder the model is pushed; of any other folder, and as a data set, everything.</summary>
    private static IReadOnlyList<string> LeftOut(string folder, HubVerbOptions options, CommandContext context)
    {
        if (options.RepoType != RepoType.Model || !PushFolder.IsOfRun(folder))
        {
            return [];
        }

        RepoFilter pushed = new(null, PushFolder.LeftOut);
        int count = new DirectoryInfo(folder).EnumerateFileSystemInfos().Count(entry => !pushed.Takes(entry is DirectoryInfo ? entry.Name + "/" : entry.Name));
        if (count > 0)
        {
            context.Errors.WriteLine($"finetune: {count} {(count == 1 ? "entry of the run's folder stays" : "entries of the run's folder stay")} here: "
                + "checkpoints, what begins with an underscore, and what the run keeps for itself.");
        }

        return PushFolder.LeftOut;
    }

    private static UploadFolderOptions Upload(HubVerbOptions options, IReadOnlyList<string> leftOut) => new()
    {
        RepoType = options.RepoType,
        Revision = options.Revision,
        PathInRepo = options.PathInRepo ?? string.Empty,
        AllowPatterns = options.Include.Count > 0 ? options.Include : null,
        IgnorePatterns = [.. leftOut, .. options.Exclude],
        DeletePatterns = options.Delete.Count > 0 ? options.Delete : null,
        CreatePr = options.CreatePr,
        CommitMessage = options.CommitMessage,
        CommitDescription = options.CommitDescription ?? string.Empty,
    };
}
