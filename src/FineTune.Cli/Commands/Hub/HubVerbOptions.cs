using System.Text.Json.Nodes;
using FineTune.Classification;
using FineTune.Training;
using HubArgument = FineTune.Training.Argument<FineTune.Cli.Commands.HubVerbOptions>;

namespace FineTune.Cli.Commands;

/// <summary>What the verbs of the Hub take, by the names of the reference's own command.</summary>
internal sealed record HubVerbOptions
{
    public RepoType RepoType { get; init; }

    public string? Revision { get; init; }

    public string? Token { get; init; }

    public string? CacheDir { get; init; }

    public string? LocalDir { get; init; }

    public bool ForceDownload { get; init; }

    public IReadOnlyList<string> Include { get; init; } = [];

    public IReadOnlyList<string> Exclude { get; init; } = [];

    public IReadOnlyList<string> Delete { get; init; } = [];

    public string? Repo { get; init; }

    public string? PathInRepo { get; init; }

    public bool? Private { get; init; }

    public bool CreatePr { get; init; }

    public string? CommitMessage { get; init; }

    public string? CommitDescription { get; init; }

    public bool Yes { get; init; }

    public bool Json { get; init; }

    public static HubArgument RepoTypeFlag { get; } = HubArgument.Choice(
        "repo_type", "what the repository holds", o => o.RepoType, (o, v) => o with { RepoType = v });

    public static HubArgument RevisionFlag { get; } = HubArgument.NullableText(
        "revision", "the branch, tag or commit; without it main", o => o.Revision, (o, v) => o with { Revision = v });

    public static HubArgument TokenFlag { get; } = HubArgument.NullableText(
        "token", "the token to use, or - to read it from standard input; without it HF_TOKEN or that of finetune login",
        o => o.Token, (o, v) => o with { Token = v });

    public static HubArgument CacheDirFlag { get; } = HubArgument.NullableText(
        "cache_dir", "the folder of the cache; without it HF_HUB_CACHE or ~/.cache/huggingface/hub", o => o.CacheDir, (o, v) => o with { CacheDir = v });

    public static HubArgument LocalDirFlag { get; } = HubArgument.NullableText(
        "local_dir", "a folder to put the files into, in place of the cache", o => o.LocalDir, (o, v) => o with { LocalDir = v });

    public static HubArgument ForceDownloadFlag { get; } = HubArgument.Boolean(
        "force_download", "whether to download what is there already", o => o.ForceDownload, (o, v) => o with { ForceDownload = v });

    public static HubArgument IncludeFlag { get; } = HubArgument.List(
        "include", "patterns of the files to take, such as *.json; without it all", o => o.Include, (o, v) => o with { Include = v });

    public static HubArgument ExcludeFlag { get; } = HubArgument.List(
        "exclude", "patterns of files to leave out", o => o.Exclude, (o, v) => o with { Exclude = v });

    public static HubArgument DeleteFlag { get; } = HubArgument.List(
        "delete", "patterns of files to delete from the repository in the same commit", o => o.Delete, (o, v) => o with { Delete = v });

    public static HubArgument RepoFlag { get; } = HubArgument.NullableText(
        "repo", "the repository, made if there is none; without it the folder's name, in your own namespace", o => o.Repo, (o, v) => o with { Repo = v });

    public static HubArgument PathInRepoFlag { get; } = HubArgument.NullableText(
        "path_in_repo", "the folder of the repository to put the files into; without it its root", o => o.PathInRepo, (o, v) => o with { PathInRepo = v });

    public static HubArgument PrivateFlag { get; } = HubArgument.NullableBoolean(
        "private", "whether a repository that is made is private; without it as your organisation has it", o => o.Private, (o, v) => o with { Private = v });

    public static HubArgument CreatePrFlag { get; } = HubArgument.Boolean(
        "create_pr", "whether to open a pull request in place of a commit", o => o.CreatePr, (o, v) => o with { CreatePr = v });

    public static HubArgument CommitMessageFlag { get; } = HubArgument.NullableText(
        "commit_message", "the first line of the commit", o => o.CommitMessage, (o, v) => o with { CommitMessage = v });

    public static HubArgument CommitDescriptionFlag { get; } = HubArgument.NullableText(
        "commit_description", "what follows that line", o => o.CommitDescription, (o, v) => o with { CommitDescription = v });

    public static HubArgument YesFlag { get; } = HubArgument.Boolean(
        "yes", "whether to delete without asking", o => o.Yes, (o, v) => o with { Yes = v });

    public static HubArgument JsonFlag { get; } = HubArgument.Boolean(
        "json", "whether to print JSON", o => o.Json, (o, v) => o with { Json = v });

    /// <summary>Applies the flags.</summary>
    public static HubVerbOptions From(FlagReader flags)
    {
        HubVerbOptions options = new();
        foreach ((Argument argument, JsonNode? value) in flags.Values)
        {
            options = ((HubArgument)argument).Write(options, value);
        }

        return options;
    }
}
