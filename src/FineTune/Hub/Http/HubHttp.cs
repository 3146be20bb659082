using System.Net.Http.Headers;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>
/// Everything that goes over the network to the Hub goes through here: redirects are followed by our own rules about who may see the token,
/// failures that may pass are tried again, errors become exceptions that say what to do. Offline, no socket is opened.
/// </summary>
internal sealed partial class HubHttp : IDisposable
{
    private static readonly TimeSpan WorkTimeout = TimeSpan.FromMinutes(2);

    // One for the process: its pool of open connections is what makes the second request fast.
    private static readonly Lazy<HttpMessageInvoker> OwnInvoker = new(() => new HttpMessageInvoker(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    }));

    private readonly HttpMessageInvoker _invoker;
    private readonly HubOrigins _origins;
    private readonly HubRetry _retry;
    private readonly TimeProvider _time;
    private readonly Lazy<ResolvedToken?> _token;
    private readonly string _userAgent;

    /// <param name="options">The caller's wishes.</param>
    /// <param name="environment">The environment variables; null: the process's.</param>
    /// <param name="time">What waits are measured by; null: the computer's clock.</param>
    public HubHttp(HubOptions options, HubEnvironment? environment = null, TimeProvider? time = null)
    {
        Options = options;
        Environment = environment ?? HubEnvironment.Process;
        Endpoint = EndpointOf(options, Environment);
        _origins = new(Endpoint);
        _time = time ?? TimeProvider.System;
        _retry = new(_time, options.Logger);
        _token = new(() => TokenLookup.Resolve(options.Token, Environment));
        _userAgent = UserAgent.Of(Environment, options.UserAgent);
        _invoker = options.Handler is { } handler ? new(RedirectsItself(handler), disposeHandler: false) : OwnInvoker.Value;
    }

    public HubOptions Options { get; }

    public HubEnvironment Environment { get; }

    /// <summary>Gets the Hub's address, without a slash at its end.</summary>
    public string Endpoint { get; }

    /// <summary>Gets the Hub's address that a caller and an environment say, without a slash at its end and without user and password.</summary>
    public static string EndpointOf(HubOptions options, HubEnvironment environment) =>
        string.IsNullOrEmpty(options.Endpoint) ? environment.Endpoint : HubText.WithoutUser(options.Endpoint).TrimEnd('/');

    /// <summary>Gets whether no request may be made.</summary>
    public bool IsOffline => Options.LocalFilesOnly || Environment.IsOffline;

    /// <summary>Gets the token that requests to the Hub carry; null if none.</summary>
    /// <exception cref="LocalTokenNotFoundException">The caller insists on one, and there is none.</exception>
    public ResolvedToken? Token => _token.Value;

    /// <summary>Sends a request, again if need be, and returns an answer of success, or a redirect that was not to be followed.</summary>
    /// <returns>The answer, its body not read yet. Dispose it.</returns>
    /// <exception cref="HubException">
    /// An answer of failure became an <see cref="HfHubHttpException"/>, none at all a <see cref="HubConnectionException"/>;
    /// <see cref="OfflineModeIsEnabledException"/> where no request may be made.
    /// </exception>
    public Task<HttpResponseMessage> SendAsync(HubRequest request, CancellationToken cancellationToken = default) =>
        SendAsync(request, SendOnceAsync, cancellationToken);

    /// <summary>Gets what tells the caller how far a file that is sent has come.</summary>
    public ProgressReport ProgressOfUpload(string file) => new(Options.Progress, file, _time, isUpload: true);

    /// <summary>Waits, by the clock that retries wait by.</summary>
    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) => Task.Delay(wait, _time, cancellationToken);

    /// <summary>Whether an address is one of the Hub's own, which may see the token.</summary>
    public bool IsHubOrigin(Uri uri) => _origins.Contains(uri);

    /// <summary>Puts the endpoint in the public Hub's place: a mirror hands on addresses as the Hub wrote them.</summary>
    public string MapToEndpoint(string url) => url.StartsWith(HubOrigins.DefaultEndpoint + "/", StringComparison.OrdinalIgnoreCase)
        ? Endpoint + url[HubOrigins.DefaultEndpoint.Length..]
        : url;

    public void Dispose()
    {
        if (_invoker != OwnInvoker.Value)
        {
            _invoker.Dispose();
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HubRequest request, Func<HubRequest, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        if (IsOffline)
        {
            throw HubErrors.Offline(request, this);
        }

        HttpResponseMessage response;
        try
        {
            response = await _retry.SendAsync(request, send, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException || HubRetry.IsConnectionFailure(e))
        {
            throw HubErrors.NoAnswer(request, this, e);
        }

        if (response.IsSuccessStatusCode || IsRedirect(response))
        {
            return response;
        }

        using (response)
        {
            throw await HubErrors.OfAsync(response, request, this, cancellationToken);
        }
    }

    private async Task<HttpResponseMessage> SendHopAsync(
        HubRequest request, Uri uri, HttpMethod method, bool authorize, CancellationToken cancellationToken)
    {
        TimeSpan limit = request.Timeout ?? (request.Content is not null ? WorkTimeout
            : request.Method == HttpMethod.Head ? Environment.EtagTimeout : Environment.DownloadTimeout);
        using IdleTimer timer = new(limit, cancellationToken);
        HttpRequestMessage message = Message(request, uri, method, authorize, timer);
        if (Environment.IsDebug)
        {
            Debug(CurlLine.Of(message, _origins.Contains(uri)));
        }

        HttpResponseMessage response;
        try
        {
            response = await _invoker.SendAsync(message, timer.Token);
        }
        catch (Exception e) when (timer.HasExpired && e is OperationCanceledException or HttpRequestException or IOException)
        {
            throw timer.Timeout("Connecting, or waiting for the answer,", e);
        }

        response.RequestMessage ??= message;
        response.Content = new TimedContent(response.Content, limit);
        HubWarnings.Show(response, Options.Logger);
        return response;
    }

    private HttpRequestMessage Message(HubRequest request, Uri uri, HttpMethod method, bool authorize, IdleTimer timer)
    {
        HttpRequestMessage message = new(method, uri);
        HttpRequestHeaders headers = message.Headers;
        headers.TryAddWithoutValidation("User-Agent", _userAgent);
        headers.TryAddWithoutValidation("Accept", request.Accept ?? "*/*");

        // A file's length and hash are those of its bytes as they are.
        headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        foreach ((string name, string value) in request.Headers)
        {
            headers.TryAddWithoutValidation(name, value);
        }

        if (authorize && Token is { } token)
        {
            headers.Authorization = new("Bearer", token.Value);
        }

        if (_origins.Contains(uri))
        {
            headers.TryAddWithoutValidation(HubErrors.TraceHeader, Guid.NewGuid().ToString());
        }

        if (request.Content is { } content && method == request.Method)
        {
            message.Content = new WatchedRequestContent(content(), timer);
        }

        return message;
    }

    private void Debug(string line)
    {
        if (Options.Logger is { } logger)
        {
            logger.LogInformation(EventLog.Hub, "{Line}", line);
        }
        else
        {
            FineTune.Terminal.SafeConsole.Error.WriteLine(line);
        }
    }

    // A handler that follows redirects by itself drops the token where it must stay, and hides what a redirect's headers say.
    private static HttpMessageHandler RedirectsItself(HttpMessageHandler handler)
    {
        HttpMessageHandler innermost = handler;
        while (innermost is DelegatingHandler { InnerHandler: { } inner })
        {
            innermost = inner;
        }

        return innermost is HttpClientHandler { AllowAutoRedirect: true } or SocketsHttpHandler { AllowAutoRedirect: true }
            ? throw new ArgumentException(
                "The Handler follows redirects by itself. Make it with AllowAutoRedirect = false: " +
                $"new {innermost.GetType().Name} {{ AllowAutoRedirect = false }}.")
            : handler;
    }
}
