using System.Text.RegularExpressions;
using FineTune.Testing.Server;

namespace FineTune.Testing;

/// <summary>A <see cref="Testing.Fault"/> that certain requests will meet.</summary>
public sealed class PlannedFault
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string? _method;
    private readonly Regex _path;
    private readonly HubPort? _port;
    private readonly int _skip;
    private readonly int _times;
    private int _seen;

    internal PlannedFault(string? method, string path, Fault fault, int skip, int times, HubPort? port)
    {
        (_method, _path, Fault, _skip, _times, _port) = (method, new Regex(path, RegexOptions.CultureInvariant), fault, skip, times, port);
    }

    /// <summary>Gets how often it acted.</summary>
    public int Acted { get; private set; }

    /// <summary>Gets what ends when a fault that holds a request back has begun to.</summary>
    public Task Reached => _reached.Task;

    internal Fault Fault { get; }

    /// <summary>Lets go of what is held back, and holds nothing back from now on.</summary>
    public void Release() => _released.TrySetResult();

    internal bool Takes(Exchange exchange)
    {
        if ((_method is not null && _method != exchange.Method) || (_port is not null && _port != exchange.Port) || !_path.IsMatch(exchange.Shown))
        {
            return false;
        }

        if (_seen++ < _skip || (_times >= 0 && Acted >= _times))
        {
            return false;
        }

        Acted++;
        return true;
    }

    internal async Task<Answer?> BeforeAsync(StandInHub hub, Exchange exchange) => Fault.Before is { } before ? await before(hub, exchange, this) : null;

    internal Task SentAsync(Exchange exchange, long sent) => Fault.Sent?.Invoke(exchange, this, sent) ?? Task.CompletedTask;

    internal async Task HoldAsync(Exchange exchange)
    {
        _reached.TrySetResult();
        await exchange.WaitAsync(_released.Task);
    }
}
