using System.Diagnostics;
using System.Text.Json;
using FineTune.Kernels;
using FineTune.Runtime;

namespace FineTune.Training;

/// <summary>A file of events in the format of Chrome's trace viewer: a JSON object with complete ("X") events, times in microseconds.</summary>
internal static class ChromeTrace
{
    /// <summary>Writes the file, replacing it.</summary>
    public static void Write(string path, IReadOnlyList<ProfileEvent> events)
    {
        long origin = events.Count == 0 ? 0 : events.Min(item => item.Begin);
        using FileStream stream = File.Create(path);
        using Utf8JsonWriter writer = new(stream);
        writer.WriteStartObject();
        writer.WriteString("displayTimeUnit", "ms");
        writer.WriteStartArray("traceEvents");
        foreach (ProfileEvent item in events)
        {
            writer.WriteStartObject();
            writer.WriteString("name", item.Key is Type type ? KernelFamily.Kernel(type) : (string)item.Key);
            writer.WriteString("cat", item.IsPhase ? "phase" : KernelFamily.Of(item.Key));
            writer.WriteString("ph", "X");
            writer.WriteNumber("ts", Microseconds(item.Begin - origin));
            writer.WriteNumber("dur", Microseconds(item.End - item.Begin));
            writer.WriteNumber("pid", Environment.ProcessId);
            writer.WriteNumber("tid", item.Thread);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static double Microseconds(long ticks) => Math.Round(ticks * 1e6 / Stopwatch.Frequency, 3);
}
