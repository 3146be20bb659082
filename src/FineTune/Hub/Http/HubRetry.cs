using System.Net;
using System.Security.Authentication;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;
using Polly.Retry;
using Polly;

namespace FineTune.Hub;

/// <summary>
/// Sends a request again after a failure that may pass: no connection, one that broke or took too long, an overloaded server. At most five
/// times, after 1, 2, 4, 8 and 8 seconds (a fifth more or less, so that many clients do not come back at once), or when the Hub says.
/// </summary>
internal sealed class HubRetry
{
    public const int MaxRetries = 5;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);
    private static readonly ResiliencePropertyKey<HubRequest> RequestKey = new("request");

    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    private readonly ILogger? _logger;

    /// <param name="time">What the waits are measured by.</param>
    /// <param name="logger">Who is told of each retry.</param>
    public HubRetry(TimeProvider time, ILogger? logger)
    {
        _logger = logger;
        _pipeline = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MaxRetries,
                ShouldHandle = arguments => ValueTask.FromResult(MayPass(arguments.Outcome, arguments.Context.CancellationToken)),
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(Wait(arguments.Outcome.Result, arguments.AttemptNumber)),
                OnRetry = Report,
            })
            .Build();
    }

    /// <summary>Sends the request until an answer stands, an attempt fails for good, or no attempt is left; then returns or throws the last.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HubRequest request, Func<HubRequest, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        if (!request.Retry)
        {
            return await send(request, cancellationToken);
        }

        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(RequestKey, request);
        try
        {
            return await _pipeline.ExecuteAsync(
                static async (context, state) => await state.send(state.request, context.CancellationToken), context, (send, request));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Whether an attempt failed by the way to the server, not by what the server or the caller said.</summary>
    public static bool IsConnectionFailure(Exception exception) => exception switch
    {
        TimeoutException => true,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded } => false,
        HttpRequestException http => http.InnerException is not AuthenticationException,
        HubException or FileNotFoundException or DirectoryNotFoundException => false,   // the body's own file, not the way to the server
        IOException => true,
        _ => false,
    };

    /// <summary>Whether an answer says that the same request may succeed later.</summary>
    public static bool MayPass(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static bool MayPass(Outcome<HttpResponseMessage> outcome, CancellationToken cancellationToken)
    {
        if (outcome.Exception is { } exception)
        {
            return !cancellationToken.IsCancellationRequested && IsConnectionFailure(exception);
        }

        HttpResponseMessage response = outcome.Result!;
        return MayPass(response.StatusCode) && (RateLimit.WaitOf(response) is not { } wait || wait <= LongestWait);
    }

    private static TimeSpan Wait(HttpResponseMessage? response, int attempt) => response is not null && RateLimit.WaitOf(response) is { } asked
        ? asked
        : TimeSpan.FromSeconds(Math.Min(1 << attempt, 8) * (0.8 + (0.4 * Random.Shared.NextDouble())));

    private ValueTask Report(OnRetryArguments<HttpResponseMessage> arguments)
    {
        if (_logger is not null)
        {
            HubRequest request = arguments.Context.Properties.GetValue(RequestKey, null!);
            string reason = arguments.Outcome.Exception?.Message ?? $"status {(int)arguments.Outcome.Result!.StatusCode}";
            _logger.LogWarning(
                EventLog.Hub,
                "{Method} {Url}: {Reason}. Trying again in {Seconds:0.#} s ({Attempt} of {Most}).",
                request.Method, HubText.Shown(request.Url), reason, arguments.RetryDelay.TotalSeconds, arguments.AttemptNumber + 1, MaxRetries);
        }

        return ValueTask.CompletedTask;
    }
}
