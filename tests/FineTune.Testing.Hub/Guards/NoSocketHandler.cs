namespace FineTune.Testing;

/// <summary>What tests of offline work are given: any request is a failure, and remembered in case the code under test swallows it.</summary>
public sealed class NoSocketHandler : HttpMessageHandler
{
    private readonly List<string> _requests = [];

    /// <summary>Gets what was asked for. A test asserts that this is empty.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw Refuse(request);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw Refuse(request);

    private InvalidOperationException Refuse(HttpRequestMessage request)
    {
        string asked = $"{request.Method} {request.RequestUri}";
        lock (_requests)
        {
            _requests.Add(asked);
        }

        return new($"{asked} was sent by something that should have used no network.");
    }
}
