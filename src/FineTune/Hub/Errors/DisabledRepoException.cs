using System.Net;

namespace FineTune;

/// <summary>The Hub has disabled the repository.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="statusCode">The answer's status.</param>
/// <param name="requestId">What the Hub calls the request by in its own logs, for reports; null if it did not say.</param>
public sealed class DisabledRepoException(string message, HttpStatusCode statusCode, string? requestId = null)
    : HfHubHttpException(message, statusCode, requestId);
