using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FineTune.Hub;

namespace FineTune;

/// <content>Messages of the Hub's cache and of downloads.</content>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void FolderIsFile(string folder, string file) => throw new ArgumentException(
        $"\"{file}\" is a file, but a folder to download into was expected{(file == folder ? string.Empty : $" (\"{folder}\")")}. Name another folder.");

    [DoesNotReturn, StackTraceHidden]
    public static string BadEtag(object file, string? etag) => throw new HubException(
        $"The server calls the content of {file} \"{etag}\", but a hash (hexadecimal) was expected, which becomes a file name here. " +
        "Check HF_ENDPOINT and the proxy.");

    [DoesNotReturn, StackTraceHidden]
    public static string BadCommit(RepoId repo, string commit) => throw new HubException(
        $"\"{commit}\" is not the name of a commit of {repo}: 40 hexadecimal digits were expected. Check HF_ENDPOINT and the proxy.");

    [DoesNotReturn, StackTraceHidden]
    public static string NameLeadsOutside(RepoId repo, string name) => throw new ArgumentException(
        $"\"{name}\" leads out of the folder of {repo} and is refused. Ask the repository's owner to rename it.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoHubAnswer(HubFile file, Uri asked) => throw new HubException(
        $"The answer about {file} names no commit (X-Repo-Commit), so it does not come from a Hub but from something on the way to it, such as a " +
        $"proxy's log-in page at {HubText.Shown(asked)}. Check HF_ENDPOINT, the proxy and the network.");

    [DoesNotReturn, StackTraceHidden]
    public static void UnknownEncoding(string file, string encoding) => throw new HubException(
        $"{file} arrived compressed as \"{encoding}\", although it was asked for as it is. Check the proxy.");

    public static HubConnectionException DownloadBrokeOff(HubFile file, string reason, long have, long? size, Exception? cause) => new(
        $"{file} broke off again and again after {have:N0}{(size is { } all ? $" of {all:N0}" : string.Empty)} bytes: {reason} " +
        "Run the same again when the connection is better; what has arrived of a large file is gone on with.",
        cause);

    public static LocalEntryNotFoundException NotOnDisk(HubFile file, HubException error) => new(
        $"{file} is not on this computer, and " + (error is OfflineModeIsEnabledException
            ? "the Hub may not be asked (HF_HUB_OFFLINE is set, or LocalFilesOnly was given). Allow it once, or run " +
              $"\"finetune download {file.Repo.Id}\" where there is a network and copy the cache."
            : $"the Hub did not give it: {error.Message}"),
        error);

    public static LocalEntryNotFoundException IncompleteSnapshot(HubFile all, string[] missing, HubException error) => new(
        $"Of {all.Repo} at \"{all.Revision}\", {missing.Length} file(s) are not on this computer ({string.Join(", ", missing.Take(3))}" +
        $"{(missing.Length > 3 ? ", ..." : string.Empty)}), and the Hub was not asked or did not answer: {error.Message} Run the same again with a network.",
        error);

    public static HubException BadListing(RepoId repo, FormatException error) => new(
        $"The list of files of {repo} cannot be read: {error.Message} Check HF_ENDPOINT and the proxy.", error);

    public static HubException NoCommitInInfo(RepoId repo, string revision) => new(
        $"The answer about {repo} at \"{revision}\" names no commit (sha), so it does not come from a Hub. Check HF_ENDPOINT and the proxy.");

    public static HubException NamesDifferInCaseOnly(RepoId repo, string[] names, string folder) => new(
        $"{repo} has {string.Join(" and ", names.Select(name => $"\"{name}\""))}, which the disk of {folder} takes for one file. " +
        "Leave all but one out with IgnorePatterns.");

    [DoesNotReturn, StackTraceHidden]
    public static void ForcedOffline() => throw new ArgumentException(
        "ForceDownload was given, but no request may be made (LocalFilesOnly, or HF_HUB_OFFLINE is set). Leave one of the two out.");

    [DoesNotReturn, StackTraceHidden]
    public static void FileIsNote(string file) => throw new ArgumentException(
        $"\"{file}\" lies where downloads into a folder keep their own notes. Download it into the cache: leave LocalDir out.");

    [DoesNotReturn, StackTraceHidden]
    public static HfCacheInfo NoCache(string folder) => throw new DirectoryNotFoundException(
        $"There is no cache at {folder}: nothing was downloaded yet, or it is elsewhere. Give its folder, or set HF_HUB_CACHE.");

    [DoesNotReturn, StackTraceHidden]
    public static void NothingToVerify(RepoId repo, string revision, string folder) => throw new LocalEntryNotFoundException(
        $"Nothing of {repo} at \"{revision}\" is on this computer (looked in {folder}). Download it first.");

    [DoesNotReturn, StackTraceHidden]
    public static void AmbiguousRevision(string commit, IEnumerable<CachedRepoInfo> repos) => throw new ArgumentException(
        $"{commit} is in more than one repository of the cache. Say which: {List(repos.Select(repo => $"{repo.CacheId}@{commit}"))}.");

    /// <exception cref="ArgumentException">A folder was named where there is none to name.</exception>
    public static void IfSubfolder(HubOptions options, string instead)
    {
        if (options.Subfolder.Length > 0)
        {
            throw new ArgumentException($"Subfolder \"{options.Subfolder}\" has no meaning here. {instead}");
        }
    }
}
