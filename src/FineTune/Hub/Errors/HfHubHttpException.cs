using System.Net;

namespace FineTune;

/// <summary>The Hub answered a request with an error.</summary>
/// <param name="message">What happened, what was expected, what to do.</param>
/// <param name="statusCode">The answer's status.</param>
/// <param name="requestId">What the Hub calls the request by in its own logs, for reports; null if it did not say.</param>
/// <param name="innerException">What it was caused by.</param>
public class HfHubHttpException(string message, HttpStatusCode statusCode, string? requestId = null, Exception? innerException = null)
    : HubException(message, innerException)
{
    /// <summary>Gets the answer's status.</summary>
    public HttpStatusCode StatusCode { get; } = statusCode;

    /// <summary>Gets what the Hub calls the request by in its own logs; null if it did not say.</summary>
    public string? RequestId { get; } = requestId;
}
