using System.Text.Json.Nodes;
using FineTune.Training;

namespace FineTune;

/// <summary>
/// Writes what is logged into <c>log.jsonl</c> in the run's folder, a JSON object a line with the keys of the log history. Every Trainer whose
/// <see cref="TrainingArguments.ReportTo"/> names jsonl has one.
/// </summary>
/// <remarks>
/// When training begins the file holds what the log history holds: nothing for a new run, and for a resumed one the records up to its
/// checkpoint, so that none comes twice. Numbers that are not finite are null. For a table use <see cref="CsvCallback"/>.
/// </remarks>
public sealed class JsonLinesCallback : TrainerCallback
{
    private const string FileName = "log.jsonl";

    /// <summary>Gets the file. Default null: as described above.</summary>
    public string? FilePath { get; init; }

    /// <inheritdoc/>
    internal override bool SpeaksForAll => true;

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainerContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        LogWriting.Try(context, FileName, () => Begin(context));
    }

    /// <inheritdoc/>
    public override void OnLog(TrainerContext context, LogEntry logs)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(logs);
        LogEntry entry = new(logs);
        entry.Set("step", context.State.GlobalStep);
        LogWriting.Try(context, FileName, () => FileOf(context).Append(Line(entry)));
    }

    private void Begin(TrainerContext context)
    {
        LogFile file = FileOf(context);
        IReadOnlyList<LogEntry> history = context.State.LogHistory;
        string[] lines = [.. file.Lines().Take(history.Count)];
        bool areTheHistory = lines.Length == history.Count && lines.Zip(history).All(pair => IsOf(pair.First, pair.Second));
        file.Write(string.Concat((areTheHistory ? lines : history.Select(Line)).Select(line => line + "\n")));
    }

    /// <summary>A checkpoint keeps a record's names in another order.</summary>
    private static bool IsOf(string line, LogEntry entry)
    {
        try
        {
            return JsonText.Read(line) is JsonObject map && map.Count == entry.Count && map.All(pair => entry.ContainsKey(pair.Key))
                && JsonText.WriteLine(map["step"]) == JsonText.WriteLine(entry.Get("step").ToJson());
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string Line(LogEntry entry) => JsonText.WriteLine(new JsonObject(entry.Select(pair =>
        KeyValuePair.Create(pair.Key, double.IsFinite(pair.Value) ? (JsonNode?)entry.Get(pair.Key).ToJson() : null))));

    private LogFile FileOf(TrainerContext context) => new(Path.GetFullPath(FilePath ?? Path.Combine(context.Args.OutputDir, FileName)));
}
