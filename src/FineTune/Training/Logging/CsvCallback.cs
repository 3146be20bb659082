using System.Globalization;
using FineTune.Data;
using FineTune.Training;

namespace FineTune;

/// <summary>
/// Writes what is logged into <c>log.csv</c> in the run's folder: a row each time, a column a name; step and epoch come first. Every Trainer whose
/// <see cref="TrainingArguments.ReportTo"/> names csv has one.
/// </summary>
/// <remarks>
/// When training begins the file holds what the log history holds: nothing for a new run, and for a resumed one the records up to its
/// checkpoint, so that none comes twice. A name that was not logged before becomes a column on the right. For records of their own keys
/// use <see cref="JsonLinesCallback"/>.
/// </remarks>
public sealed class CsvCallback : TrainerCallback
{
    private const string FileName = "log.csv";
    private static readonly string[] s_first = ["step", "epoch"];
    private string[]? _columns;

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
        LogWriting.Try(context, FileName, () => Add(FileOf(context), Cells(entry)));
    }

    private void Begin(TrainerContext context)
    {
        LogFile file = FileOf(context);
        Dictionary<string, string>[] history = [.. context.State.LogHistory.Select(Cells)];
        Dictionary<string, string>[] rows = [.. Parse(file.Read()).Rows.Take(history.Length)];
        bool areTheHistory = rows.Length == history.Length && rows.Zip(history).All(pair =>
            pair.First.GetValueOrDefault("step") == pair.Second["step"] && pair.First.Keys.ToHashSet().SetEquals(pair.Second.Keys));
        file.Write(Table(areTheHistory ? rows : history));
        _columns = null;
    }

    private void Add(LogFile file, Dictionary<string, string> cells)
    {
        _columns ??= Parse(file.Read()).Columns;
        if (cells.Keys.All(_columns.Contains))
        {
            file.Append(Line(_columns.Select(name => cells.GetValueOrDefault(name, string.Empty))));
            return;
        }

        file.Write(Table([.. Parse(file.Read()).Rows, cells]));
        _columns = null;
    }

    private static Dictionary<string, string> Cells(LogEntry entry) => entry.ToDictionary(
        pair => pair.Key,
        pair => entry.Get(pair.Key) is { IsWhole: true } whole ? ((long)whole.Number).ToString(CultureInfo.InvariantCulture) : PythonNumber.Repr(pair.Value));

    private static string Table(IReadOnlyList<Dictionary<string, string>> rows)
    {
        if (rows.Count == 0)
        {
            return string.Empty;
        }

        string[] names = [.. rows.SelectMany(row => row.Keys).Distinct(StringComparer.Ordinal)];
        string[] columns = [.. s_first.Where(names.Contains), .. names.Except(s_first)];
        IEnumerable<string> lines = rows.Select(row => Line(columns.Select(name => row.GetValueOrDefault(name, string.Empty))));
        return string.Concat(lines.Prepend(Line(columns)).Select(line => line + "\n"));
    }

    private static string Line(IEnumerable<string> cells)
    {
        using StringWriter text = new();
        CsvLine.Write(text, [.. cells], ',');
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Reads the rows that are whole.</summary>
    private static (string[] Columns, List<Dictionary<string, string>> Rows) Parse(string text)
    {
        using StringReader lines = new(text[..(text.LastIndexOf('\n') + 1)]);
        CsvReader csv = new(lines, ",", quoting: true);
        string[] columns = csv.Read() ? [.. csv.Values] : [];
        List<Dictionary<string, string>> rows = [];
        while (csv.Read())
        {
            rows.Add(columns.Zip(csv.Values).Where(pair => pair.Second.Length > 0).ToDictionary(pair => pair.First, pair => pair.Second));
        }

        return (columns, rows);
    }

    private LogFile FileOf(TrainerContext context) => new(Path.GetFullPath(FilePath ?? Path.Combine(context.Args.OutputDir, FileName)));
}
