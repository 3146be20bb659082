using System.Globalization;

namespace FineTune.Training;

/// <summary>What the log history says of evaluations: the table of those during training, and the last results.</summary>
internal static class EvaluationRecords
{
    private const string Prefix = "eval_";
    private const string NoLog = "No log";
    private const int Decimals = 4;
    private static readonly string[] s_speed = ["runtime", "samples_per_second", "steps_per_second", "model_preparation_time"];

    /// <summary>Gets the last results by their names in words (<c>Loss</c>, <c>F1 Macro</c>); those of several data sets together.</summary>
    public static IReadOnlyList<KeyValuePair<string, LogValue>> LastResults(IReadOnlyList<LogEntry> history)
    {
        List<LogEntry> last = [];
        foreach (LogEntry entry in history.Reverse())
        {
            bool isOther = last.Count > 0 && (entry["step"] != last[0]["step"] || Metrics(entry).Any(key => last[0].ContainsKey(key) || last.Exists(seen => seen.ContainsKey(key))));
            if (IsEvaluation(entry) && isOther)
            {
                break;
            }

            if (IsEvaluation(entry))
            {
                last.Insert(0, entry);
            }
        }

        return [.. last.SelectMany(entry => Metrics(entry).Select(key => KeyValuePair.Create(Title(key), entry.Get(key))))];
    }

    /// <summary>Gets the header and rows of the evaluations during training; no rows when there was none.</summary>
    public static (IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) Table(IReadOnlyList<LogEntry> history)
    {
        List<OrderedDictionary<string, string>> lines = [];
        string trainingLoss = NoLog;
        foreach (LogEntry entry in history.TakeWhile(entry => !entry.ContainsKey("train_runtime")))
        {
            if (entry.ContainsKey("loss"))
            {
                trainingLoss = Number(entry.Get("loss"));
            }

            if (IsEvaluation(entry))
            {
                OrderedDictionary<string, string> line = Line(lines, trainingLoss, entry);
                foreach (string key in Metrics(entry))
                {
                    line[key == "eval_loss" ? "Validation Loss" : Title(key)] = Number(entry.Get(key));
                }
            }
        }

        string[] header = [.. lines.SelectMany(line => line.Keys).Distinct(StringComparer.Ordinal)];
        return (header, [.. lines.Select(line => (IReadOnlyList<string>)[.. header.Select(name => line.GetValueOrDefault(name, string.Empty))])]);
    }

    /// <summary>Writes a number as the reference's cards do: with four decimals when it has more.</summary>
    public static string Number(LogValue value)
    {
        if (value.IsWhole)
        {
            return ((long)value.Number).ToString(CultureInfo.InvariantCulture);
        }

        string text = PythonNumber.Repr(value.Number);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 && text.Length - point - 1 > Decimals ? value.Number.ToString("F4", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>Several data sets evaluated at one step share a line.</summary>
    private static OrderedDictionary<string, string> Line(List<OrderedDictionary<string, string>> lines, string trainingLoss, LogEntry entry)
    {
        string step = Number(entry.Get("step"));
        bool continues = lines.Count > 0 && !entry.ContainsKey("eval_loss") && lines[^1]["Step"] == step && !Metrics(entry).Any(key => lines[^1].ContainsKey(Title(key)));
        if (continues)
        {
            return lines[^1];
        }

        OrderedDictionary<string, string> line = new() { ["Training Loss"] = trainingLoss, ["Epoch"] = Number(entry.Get("epoch")), ["Step"] = step };
        lines.Add(line);
        return line;
    }

    private static bool IsEvaluation(LogEntry entry) => entry.Keys.Any(key => key.StartsWith(Prefix, StringComparison.Ordinal));

    private static IEnumerable<string> Metrics(LogEntry entry) => entry.Keys.Where(key => key.StartsWith(Prefix, StringComparison.Ordinal)
        && !s_speed.Any(name => key.EndsWith("_" + name, StringComparison.Ordinal)));

    private static string Title(string key) => string.Join(' ', key[Prefix.Length..].Split('_').Select(Capital));

    /// <summary>As Python's <c>capitalize</c>: the first letter large, the others small.</summary>
    private static string Capital(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant();
}
