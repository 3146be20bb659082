using System.Net;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// Finds out about a file: from the list of its commit, if that is known, else by asking the Hub. When the Hub cannot be reached what is on disk
/// serves, and is asked for before a second, patient question.
/// </summary>
internal sealed class FileLookup(HubHttp http, MetadataRequest questions, ILogger logger)
{
    private static readonly TimeSpan PatientTimeout = TimeSpan.FromSeconds(60);

    /// <param name="file">The file.</param>
    /// <param name="trees">Lists of commits' files.</param>
    /// <param name="onDisk">Gives the path of what serves when the Hub cannot be reached; null: nothing does.</param>
    /// <param name="cancellationToken">Stops at once.</param>
    /// <returns>What to fetch; or the path of what serves.</returns>
    /// <exception cref="RevisionNotFoundException">The Hub has no such revision.</exception>
    /// <exception cref="EntryNotFoundException">The Hub has no such file.</exception>
    /// <exception cref="LocalEntryNotFoundException">The Hub cannot be reached, and nothing on disk serves.</exception>
    /// <exception cref="HubException">The Hub refuses, and nothing on disk serves.</exception>
    public async Task<(FileMetadata? Metadata, string? OnDisk)> FindAsync(
        HubFile file, TreeStore trees, Func<string?> onDisk, CancellationToken cancellationToken)
    {
        if (!http.IsOffline && FromList(file, trees) is { } listed)
        {
            return (listed, null);
        }

        try
        {
            return (await questions.SendAsync(file, http.Environment.EtagTimeout, retry: false, cancellationToken), null);
        }
        catch (HubException error) when (error is not (RevisionNotFoundException or EntryNotFoundException))
        {
            if (!http.Options.ForceDownload && onDisk() is { } path)
            {
                logger.LogInformation(EventLog.Hub, "{File} is taken from disk, as the Hub was not asked or did not say: {Reason}", file, error.Message);
                return (null, path);
            }

            if (!MayPass(error))
            {
                throw Final(file, error);
            }
        }

        try
        {
            return (await questions.SendAsync(file, PatientTimeout, retry: true, cancellationToken), null);
        }
        catch (HubException error) when (error is not (RevisionNotFoundException or EntryNotFoundException))
        {
            throw Final(file, error);
        }
    }

    /// <summary>The error for the caller when the Hub gave none of what was needed and the disk has not got it either.</summary>
    public HubException Final(HubFile file, HubException error)
    {
        bool isPlain = error is LocalTokenNotFoundException or RepositoryNotFoundException or DisabledRepoException
            || error is HfHubHttpException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden };
        return isPlain || http.Options.ForceDownload ? error : Throw.NotOnDisk(file, error);
    }

    // The Hub says of each file what its list says; a question less for each.
    private static FileMetadata? FromList(HubFile file, TreeStore trees) =>
        HubNames.IsCommit(file.Revision) && trees.Read(file.Revision)?.Find(file.Path) is { } entry && Etag.IsValid(entry.Etag)
            ? new(file.Revision, entry.Etag, entry.ContentSize, HubPaths.Resolve(file.Repo, file.Revision, file.Path))
            : null;

    private static bool MayPass(HubException error) =>
        error is HubConnectionException || (error is HfHubHttpException http && HubRetry.MayPass(http.StatusCode));
}
