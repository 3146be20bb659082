using System.Net;
using System.Net.Sockets;

namespace FineTune.Testing;

/// <summary>
/// What tests talk HTTP through: as the product's own handler, but a connection to anything other than 127.0.0.1 is refused, and remembered in
/// <see cref="Refused"/> because code under test may take the failure for a network that is down.
/// </summary>
public sealed class LoopbackOnlyHandler : DelegatingHandler
{
    private readonly List<string> _refused = [];
    private int _connections;

    public LoopbackOnlyHandler()
    {
        InnerHandler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            ConnectCallback = ConnectAsync,
        };
    }

    /// <summary>Gets the hosts that were asked for and not connected to.</summary>
    public IReadOnlyList<string> Refused
    {
        get
        {
            lock (_refused)
            {
                return [.. _refused];
            }
        }
    }

    /// <summary>Gets how many connections were opened.</summary>
    public int Connections => _connections;

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        DnsEndPoint target = context.DnsEndPoint;
        if (target.Host != "localhost" && !(IPAddress.TryParse(target.Host, out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            lock (_refused)
            {
                _refused.Add($"{target.Host}:{target.Port}");
            }

            throw new InvalidOperationException($"A test asked for {target.Host}:{target.Port}. Tests connect to this machine only.");
        }

        Interlocked.Increment(ref _connections);
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
