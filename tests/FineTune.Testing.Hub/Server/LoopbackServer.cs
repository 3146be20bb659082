using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FineTune.Testing.Server;

/// <summary>Kestrel on three ports of 127.0.0.1, without a host around it.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly KestrelServer _server;
    private readonly int[] _numbers;

    /// <param name="number">The Hub's port; 0 takes any free one.</param>
    public LoopbackServer(Func<HttpContext, Task> serve, int number)
    {
        KestrelServerOptions options = new() { AddServerHeader = false, ResponseHeaderEncodingSelector = _ => System.Text.Encoding.Latin1 };
        options.Limits.MaxRequestBodySize = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        foreach (HubPort port in Enum.GetValues<HubPort>())
        {
            options.Listen(IPAddress.Loopback, port == HubPort.Hub ? number : 0, listen => listen.Protocols = HttpProtocols.Http1);
        }

        // With a write buffer of one byte a flush ends only when the system has taken everything: "closed after N bytes" means N bytes.
        SocketTransportFactory transport = new(Options.Create(new SocketTransportOptions { MaxWriteBufferSize = 1 }), NullLoggerFactory.Instance);
        _server = new(Options.Create(options), transport, NullLoggerFactory.Instance);
        Task.Run(() => _server.StartAsync(new Application(serve), CancellationToken.None)).GetAwaiter().GetResult();
        _numbers = [.. _server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Select(address => new Uri(address).Port)];
    }

    public string Url(HubPort port) => $"http://127.0.0.1:{_numbers[(int)port]}";

    public HubPort PortOf(int number) => (HubPort)Array.IndexOf(_numbers, number);

    public void Dispose()
    {
        // A token that is cancelled already: whoever is still connected is thrown out.
        Task.Run(() => _server.StopAsync(new CancellationToken(canceled: true))).GetAwaiter().GetResult();
        _server.Dispose();
    }

    private sealed class Application(Func<HttpContext, Task> serve) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => serve(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
