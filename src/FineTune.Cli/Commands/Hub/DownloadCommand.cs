using FineTune.Hub;
using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune.Cli.Commands;

/// <summary><c>download</c>: a repository, or some of its files, into the cache or a folder; prints the path.</summary>
internal sealed class DownloadCommand : HubVerb
{
    public override string Name => "download";

    public override string Summary => "fetch a model or data set, or some of its files, from the Hub";

    public override bool LivesByOutput => false;

    public override string Usage => "download REPO [FILE...] [flags]";

    public override IReadOnlyList<string> Examples =>
    [
        "finetune download google-bert/bert-base-cased",
        "finetune download nyu-mll/glue --repo_type dataset --include \"mrpc/*\" --local_dir glue",
    ];

    public override IEnumerable<Argument> Flags =>
    [
        HubVerbOptions.RepoTypeFlag, HubVerbOptions.RevisionFlag, HubVerbOptions.IncludeFlag, HubVerbOptions.ExcludeFlag,
        HubVerbOptions.CacheDirFlag, HubVerbOptions.LocalDirFlag, HubVerbOptions.ForceDownloadFlag, HubVerbOptions.TokenFlag, HubVerbOptions.JsonFlag,
    ];

    protected override async Task<int> RunAsync(IReadOnlyList<string> words, HubVerbOptions options, CommandContext context)
    {
        Expect(words, 1, int.MaxValue);
        if (words.Count > 1 && options.Include.Count + options.Exclude.Count > 0)
        {
            throw new RunException("download takes names of files or --include and --exclude, not both.");
        }

        SnapshotDownloadOptions reached = Reached(options, context);
        string path = words.Count switch
        {
            1 => await HfHub.SnapshotDownloadAsync(words[0], reached, context.CancellationToken),
            2 => await HfHub.HfHubDownloadAsync(words[0], words[1], reached, context.CancellationToken),
            _ => await FilesDownload.RunAsync(words[0], [.. words.Skip(1)], reached, context.CancellationToken),
        };
        return Tell(options, context, path, new JsonObject { ["repo_id"] = words[0], ["path"] = path });
    }
}
