using System.Net;

namespace FineTune;

/// <summary>The repository, at that revision, has no such file.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="statusCode">The answer's status.</param>
/// <param name="requestId">What the Hub calls the request by in its own logs, for reports; null if it did not say.</param>
public sealed class EntryNotFoundException(string message, HttpStatusCode statusCode, string? requestId = null)
    : HfHubHttpException(message, statusCode, requestId)
{
    /// <summary>Gets the commit that was found not to have the file; null if the Hub did not say.</summary>
    public string? Commit { get; init; }
}
