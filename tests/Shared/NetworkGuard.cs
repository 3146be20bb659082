using System.Diagnostics.Tracing;
using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;

namespace FineTune.Testing;

/// <summary>
/// Keeps tests on this machine. What the product takes from the environment points at an empty folder and at a port where nobody listens, and
/// a test that looks up or connects to any other machine all the same ends the run with its name: an exception would pass for a network that is down.
/// </summary>
internal static class NetworkGuard
{
    private static Listener? s_listener;

#pragma warning disable CA2255 // this is a program of tests, and the guard must stand before the first of them
    [ModuleInitializer]
    internal static void Begin()
#pragma warning restore CA2255
    {
        foreach (string name in (string[])["HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_DATASETS_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"])
        {
            Environment.SetEnvironmentVariable(name, null);
        }

        string home = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"finetune-test-home-{Environment.ProcessId}"));
        Environment.SetEnvironmentVariable("HF_HOME", home);
        Environment.SetEnvironmentVariable("HF_ENDPOINT", "http://127.0.0.1:9");
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Directory.Exists(home))
            {
                Directory.Delete(home, recursive: true);
            }
        };
        s_listener = new();
    }

    /// <summary>Whether a name or an address, as the runtime's events give them, is this machine.</summary>
    internal static bool IsHere(string target)
    {
        if (target.Split(':', 3) is [var family and ("InterNetwork" or "InterNetworkV6" or "Unix" or "Unspecified"), _, var numbers])
        {
            // The socket's address, byte by byte, behind two of the port (and four of the flow).
            byte[] bytes = [.. numbers.Trim('{', '}').Split(',').Select(number => byte.TryParse(number, CultureInfo.InvariantCulture, out byte value) ? value : (byte)0)];
            return family switch
            {
                "InterNetwork" => IPAddress.IsLoopback(new IPAddress(bytes.AsSpan(2, 4))),
                "InterNetworkV6" => IPAddress.IsLoopback(new IPAddress(bytes.AsSpan(6, 16))),
                _ => true,
            };
        }

        return target is "" or "localhost" || target == Dns.GetHostName() || (IPAddress.TryParse(target, out IPAddress? address) && IPAddress.IsLoopback(address));
    }

    private sealed class Listener : EventListener
    {
        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name is "System.Net.NameResolution" or "System.Net.Sockets")
            {
                EnableEvents(eventSource, EventLevel.Informational);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData is { EventName: "ResolutionStart" or "ConnectStart", Payload: [string target, ..] } && !IsHere(target))
            {
                Environment.FailFast($"A test asked for {target}. Tests connect to this machine only.");
            }
        }
    }
}
