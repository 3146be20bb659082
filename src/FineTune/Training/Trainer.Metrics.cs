using System.Text.Json.Nodes;
using FineTune.Terminal;
using FineTune.Training;

namespace FineTune;

/// <content>Metrics on the console and in files.</content>
public partial class Trainer
{
    /// <summary>Gets metrics as people read them: run times as <c>0:00:12.34</c>, operations as <c>GF</c>, memory as <c>MB</c>, others with four decimals.</summary>
    public static IReadOnlyDictionary<string, string> MetricsFormat(IReadOnlyDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        OrderedDictionary<string, string> texts = new(StringComparer.Ordinal);
        foreach ((string key, double value) in metrics)
        {
            texts[key] = MetricText.Format(key, value, IsWhole(metrics, key));
        }

        return texts;
    }

    /// <summary>Prints metrics, one a line, in alphabetical order; a <see cref="Logger"/> is told them instead.</summary>
    /// <param name="split">What they are of: <c>train</c>, <c>eval</c>, <c>test</c>.</param>
    /// <param name="metrics">The metrics.</param>
    public void LogMetrics(string split, IReadOnlyDictionary<string, double> metrics)
    {
        if (!Processes.IsMain)
        {
            return;
        }

        if (Logger is null)
        {
            LogMetrics(split, metrics, SafeConsole.Out);
            return;
        }

        using StringWriter table = new();
        LogMetrics(split, metrics, table);
        LogMessage message = table.ToString();
        message.Add("Split", split);
        foreach ((string key, double value) in metrics)
        {
            message.Add(key, value);
        }

        Messages.Info(LogEvent.Metrics, message);
    }

    /// <summary>Writes metrics into the run's folder, as <c>{split}_results.json</c>.</summary>
    /// <param name="split">What they are of: <c>train</c>, <c>eval</c>, <c>test</c>.</param>
    /// <param name="metrics">The metrics.</param>
    /// <param name="combined">Whether to add them to <c>all_results.json</c> too. Default true.</param>
    public void SaveMetrics(string split, IReadOnlyDictionary<string, double> metrics, bool combined = true)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(split);
        ArgumentNullException.ThrowIfNull(metrics);
        Initialize();
        if (!Saves)
        {
            return;
        }

        JsonObject json = ToJson(metrics);
        Files.WriteText(Path.Combine(Args.OutputDir, $"{split}_results.json"), JsonText.Write(json, indent: 4, sortKeys: true));
        if (!combined)
        {
            return;
        }

        string path = Path.Combine(Args.OutputDir, "all_results.json");
        JsonObject all = File.Exists(path) ? JsonText.ReadObject(File.ReadAllText(path)) : [];
        foreach ((string key, JsonNode? value) in json)
        {
            all[key] = value?.DeepClone();
        }

        Files.WriteText(path, JsonText.Write(all, indent: 4, sortKeys: true));
    }

    internal static void LogMetrics(string split, IReadOnlyDictionary<string, double> metrics, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        IReadOnlyDictionary<string, string> texts = MetricsFormat(metrics);
        int keyWidth = texts.Keys.Select(key => key.Length).DefaultIfEmpty().Max();
        int valueWidth = texts.Values.Select(value => value.Length).DefaultIfEmpty().Max();
        output.WriteLine($"***** {split} metrics *****");
        foreach (string key in texts.Keys.Order(StringComparer.Ordinal))
        {
            output.WriteLine($"  {key.PadRight(keyWidth)} = {texts[key].PadLeft(valueWidth)}");
        }
    }

    private static bool IsWhole(IReadOnlyDictionary<string, double> metrics, string key) => metrics is LogEntry entry && entry.Get(key).IsWhole;

    private static JsonObject ToJson(IReadOnlyDictionary<string, double> metrics) =>
        metrics is LogEntry entry ? entry.ToJson() : new LogEntry(metrics).ToJson();
}
