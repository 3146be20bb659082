using System.Net;

namespace FineTune;

/// <summary>The repository's files are given only to those who asked for access on its page, and were granted it.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="statusCode">The answer's status.</param>
/// <param name="requestId">What the Hub calls the request by in its own logs, for reports; null if it did not say.</param>
public sealed class GatedRepoException(string message, HttpStatusCode statusCode, string? requestId = null)
    : RepositoryNotFoundException(message, statusCode, requestId);
