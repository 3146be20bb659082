using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using FineTune.Hub;

namespace FineTune;

/// <content>Messages about uploads.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static string PathIsNeverUploaded(string path) => throw new ArgumentException(
        $"\"{path}\" cannot be changed in a repository: .git and .cache/huggingface belong to git and to downloads. Choose another path.");

    [DoesNotReturn, StackTraceHidden]
    public static T UploadedFileIsMissing<T>(string path) => throw new FileNotFoundException(
        $"There is no file \"{path}\" to upload (looked for {Path.GetFullPath(path)}). Check the path.", path);

    [DoesNotReturn, StackTraceHidden]
    public static void UploadedFileChanged(string path, long before, long? now) => throw new HubException(
        $"\"{path}\" changed while it was being uploaded ({Change(before, now)}), so nothing of it was committed. Wait until its writer has "
        + "finished, and upload again.");

    [DoesNotReturn, StackTraceHidden]
    public static string EmptyCommitMessage() => throw new ArgumentException("A commit needs a message that is not empty.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoParentCommit(string parent) => throw new ArgumentException(
        $"\"{parent}\" is not a commit: expected its hash, 7 to 40 hexadecimal digits (the Oid of a CommitInfo, the Sha of a RepoInfo).");

    [DoesNotReturn, StackTraceHidden]
    public static void PullRequestNeedsMain(string revision) => throw new ArgumentException(
        $"A pull request is opened against the main branch, but the revision is \"{revision}\". Leave the revision out; to add to a pull "
        + "request that is open, leave CreatePr out and commit to its revision, such as \"refs/pr/1\".");

    [DoesNotReturn, StackTraceHidden]
    public static void PathTwiceInCommit(string path) => throw new ArgumentException(
        $"\"{path}\" is added twice in one commit. Name every file once.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoUploadFolder(string path) => throw new DirectoryNotFoundException(
        $"There is no folder \"{path}\" to upload (looked for {Path.GetFullPath(path)}). Check the path; a single file is uploaded with UploadFileAsync.");

    [DoesNotReturn, StackTraceHidden]
    public static void SpaceNeedsSdk(RepoId repo) => throw new ArgumentException(
        $"What a space runs on (spaceSdk: \"gradio\", \"docker\" or \"static\") must be said for a space, and only for one; {repo} is to be created.");

    [DoesNotReturn, StackTraceHidden]
    public static JsonValue UnknownGate(string gated) => throw new ArgumentException(
        $"gated is \"{gated}\", but \"auto\" (access is granted at once), \"manual\" or \"false\" was expected.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoSettings() => throw new ArgumentException("No setting was given. Give private, gated or both.");

    [DoesNotReturn, StackTraceHidden]
    public static void MoveNeedsFullNames(string from, string to) => throw new ArgumentException(
        $"\"{from}\" cannot be moved to \"{to}\": both names must be whole, \"org/name\".");

    public static HubException PullRequestAnswer(RepoId repo) => new(
        $"The Hub's answer does not say which number the pull request of {repo} has. Look at its page before opening another.");

    public static HubException LfsRefused(string file, string reason) => new(
        $"The Hub does not take the large file \"{file}\": {reason}");

    public static HubException LfsAnswer(string file, string problem) => new(
        $"The Hub's answer about the large file \"{file}\" cannot be used: {problem}. Upload again; if that fails too, report it to the Hub.");

    public static HubException PreuploadAnswer(string problem) => new(
        $"The Hub's answer about the files to upload cannot be used: {problem}. Check the Hub's address (HF_ENDPOINT).");

    public static HubException PullRequestUncertain(RepoId repo, string page, Exception cause) => new(
        $"The commit to {repo} was sent, but the Hub's answer was lost: {cause.Message} A pull request may be open now. Look at "
        + $"{page}/discussions: if it is there, upload again with its revision (refs/pr/NUMBER), otherwise with CreatePr.", cause);

    public static HubException CommitAnswer(RepoId repo) => new(
        $"The Hub's answer about {repo} does not name a commit. Check the Hub's address (HF_ENDPOINT).");

    public static HubException FileArrivesDamaged(RepoId repo, string path) => new(
        $"\"{path}\" of {repo} arrives otherwise than the Hub says it is, again and again. Check the proxy (HTTPS_PROXY) and HF_ENDPOINT.");

    public static FileNotFoundException NothingToCopy(RepoId repo, string revision, string path) => new(
        $"There is no file \"{path}\" to copy in {repo} at revision \"{revision}\". Check path and revision.", path);

    private static string Change(long before, long? now) => now switch
    {
        null => "it was deleted",
        _ when now == before => "it was written to",
        _ => $"from {before} to {now} bytes",
    };
}
