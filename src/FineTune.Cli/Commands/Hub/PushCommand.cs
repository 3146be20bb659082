using FineTune.Hub;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>push</c>: a folder, such as a run's, to the Hub; prints the address of the commit.</summary>
internal sealed class PushCommand : HubVerb
{
    public override string Name => "push";

    public override string Summary => "upload a folder, such as that of a run, to the Hub";

    public override string Usage => "push DIR [--repo org/name] [flags]";

    public override IEnumerable<Argument> Flags =>
    [
        HubVerbOptions.RepoFlag, HubVerbOptions.RepoTypeFlag, HubVerbOptions.RevisionFlag, HubVerbOptions.PathInRepoFlag,
        HubVerbOptions.IncludeFlag, HubVerbOptions.ExcludeFlag, HubVerbOptions.DeleteFlag, HubVerbOptions.PrivateFlag, HubVerbOptions.CreatePrFlag,
        HubVerbOptions.CommitMessageFlag, HubVerbOptions.CommitDescriptionFlag, HubVerbOptions.TokenFlag,
    ];

    protected override async Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context)
    {
        Expect(words, 1, 1);
        string folder = words[0];
        if (!Directory.Exists(folder))
        {
            throw new RunException($"There is no folder {folder}. Paths are relative to the current directory, {Directory.GetCurrentDirectory()}.");
        }

        HfApi api = new(Reached(options, context));
        PushToHubOptions target = new() { Revision = options.Revision ?? "main", Private = options.Private, CreatePr = options.CreatePr };
        CommitTarget prepared = await PushTarget.PrepareAsync(
            api, options.RepoType, options.Repo ?? new DirectoryInfo(folder).Name, target, context.CancellationToken);
        CommitInfo commit = await api.UploadFolderAsync(prepared.Repo.Id, folder, Upload(options), context.CancellationToken);
        context.Output.WriteLine(commit.PrUrl ?? commit.CommitUrl);
        return CommandLine.Done;
    }

    private static UploadFolderOptions Upload(HubVerbOptions options) => new()
    {
        RepoType = options.RepoType,
        Revision = options.Revision,
        PathInRepo = options.PathInRepo ?? string.Empty,
        AllowPatterns = options.Include.Count > 0 ? options.Include : null,
        IgnorePatterns = [.. PushFolder.LeftOut, .. options.Exclude],
        DeletePatterns = options.Delete.Count > 0 ? options.Delete : null,
        CreatePr = options.CreatePr,
        CommitMessage = options.CommitMessage,
        CommitDescription = options.CommitDescription ?? string.Empty,
    };
}
