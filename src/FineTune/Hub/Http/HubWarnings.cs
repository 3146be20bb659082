using System.Collections.Concurrent;
using FineTune.Terminal;
using Microsoft.Extensions.Logging;

namespace FineTune.Hub;

/// <summary>What the Hub asks to be shown to the user (X-HF-Warning), once a topic in a process.</summary>
internal static class HubWarnings
{
    private static readonly ConcurrentDictionary<string, bool> Shown = new();

    public static void Show(HttpResponseMessage response, ILogger? logger)
    {
        if (logger is null || !response.Headers.NonValidated.TryGetValues("X-HF-Warning", out var values))
        {
            return;
        }

        foreach (string value in values)
        {
            string[] parts = value.Split(';', 2, StringSplitOptions.TrimEntries);
            string topic = parts.Length == 2 ? parts[0] : string.Empty;
            if (parts[^1].Length > 0 && Shown.TryAdd(topic, true))
            {
                logger.LogWarning(EventLog.Hub, "The Hub says: {Message}", parts[^1]);
            }
        }
    }
}
