using FineTune.Data;

namespace FineTune.Classification;

/// <summary>
/// The files of a GLUE task as GLUE hands them out: tab-separated without quoting, with names of their own, CoLA's without any. They become what the task's
/// data set on the Hub is: the same columns, and the same classes in the same order.
/// </summary>
/// <param name="Texts">The columns of the texts in the file; their names in the data set are those of the task.</param>
/// <param name="Label">The column of the label.</param>
/// <param name="Classes">The names of the classes in the order of their ids; none where the label is a number to predict.</param>
internal sealed record GlueFile(string[] Texts, string Label, string[] Classes)
{
    private const string LabelName = "label";

    // MNLI's annotators did not agree on these.
    private const string NoConsensus = "-";

    private static readonly string[] s_colaColumns = ["source", "is_acceptable", "mark", "sentence"];

    private static readonly Dictionary<string, GlueFile> s_tasks = new(StringComparer.Ordinal)
    {
        ["cola"] = new(["sentence"], "is_acceptable", ["unacceptable", "acceptable"]),
        ["mnli"] = new(["sentence1", "sentence2"], "gold_label", ["entailment", "neutral", "contradiction"]),
        ["mrpc"] = new(["#1 String", "#2 String"], "Quality", ["not_equivalent", "equivalent"]),
        ["qnli"] = new(["question", "sentence"], LabelName, ["entailment", "not_entailment"]),
        ["qqp"] = new(["question1", "question2"], "is_duplicate", ["not_duplicate", "duplicate"]),
        ["rte"] = new(["sentence1", "sentence2"], LabelName, ["entailment", "not_entailment"]),
        ["sst2"] = new(["sentence"], LabelName, ["negative", "positive"]),
        ["stsb"] = new(["sentence1", "sentence2"], "score", []),
        ["wnli"] = new(["sentence1", "sentence2"], LabelName, ["not_entailment", "entailment"]),
    };

    /// <summary>Reads a file of a run's task, if it is one of GLUE's own.</summary>
    /// <param name="file">The file.</param>
    /// <param name="run">The task, and the columns; where these are named, nothing is taken for granted.</param>
    /// <param name="warnings">Takes what was left out.</param>
    /// <returns>The rows, and the names of the classes; or null when the file is not of that shape.</returns>
    /// <exception cref="RunException">A label is none of the task's.</exception>
    public static (Dataset Rows, IReadOnlyList<string>? Classes)? Read(string file, RunArguments run, List<string> warnings)
    {
        bool mayBe = run.TaskName is not null && run.TextColumnNames is null && run.LabelColumnName == LabelName && run.CsvSep is null
            && Path.GetExtension(file).ToLowerInvariant() is ".tsv" or ".txt";
        try
        {
            return mayBe && File.Exists(file) && s_tasks.TryGetValue(run.TaskName!, out GlueFile? task) ? task.Read(file, run.TaskName!, warnings) : null;
        }
        catch (Exception exception) when (exception is IOException or System.Text.DecoderFallbackException or UnauthorizedAccessException or InvalidDataException)
        {
            return null; // Whoever reads it as any other file says what is wrong with it.
        }
    }

    private (Dataset Rows, IReadOnlyList<string>? Classes)? Read(string file, string task, List<string> warnings)
    {
        using StreamReader text = DataFile.Open(file);
        string[] first = (text.ReadLine() ?? string.Empty).Split('\t');
        bool hasNames = !(task == "cola" && first is [_, "0" or "1", "" or "*", _]);
        string[] names = hasNames ? first : s_colaColumns;
        if (!Texts.All(names.Contains) || (!hasNames && first.Length != names.Length))
        {
            return null;
        }

        Rows rows = new(this, TaskColumns.GlueColumns(task), names, file);
        if (!hasNames)
        {
            rows.Add(first);
        }

        while (text.ReadLine() is { } line)
        {
            rows.Add(line.Split('\t'));
        }

        if (rows.LeftOut > 0)
        {
            warnings.Add($"{file}: {rows.LeftOut} of {rows.LeftOut + rows.Count} lines are left out, as in the data set on the Hub: they lack a value, or their label is \"{NoConsensus}\".");
        }

        return rows.Count == 0 ? null : (rows.ToDataset(), Classes.Length == 0 ? null : Classes);
    }

    /// <summary>The rows while they are read.</summary>
    private sealed class Rows(GlueFile task, IReadOnlyList<string> columns, string[] names, string file)
    {
        private readonly int[] _texts = [.. task.Texts.Select(name => Array.IndexOf(names, name))];
        private readonly int _label = Array.IndexOf(names, task.Label);
        private readonly List<string>[] _values = [.. task.Texts.Select(_ => new List<string>())];
        private readonly List<string> _labels = [];

        public int Count => _values[0].Count;

        public int LeftOut { get; private set; }

        public void Add(string[] cells)
        {
            bool isWhole = cells.Length >= names.Length && (_label < 0 || cells[_label] != NoConsensus);
            if (!isWhole)
            {
                LeftOut++;
                return;
            }

            for (int i = 0; i < _texts.Length; i++)
            {
                _values[i].Add(cells[_texts[i]]);
            }

            if (_label >= 0)
            {
                _labels.Add(NameOf(cells[_label]));
            }
        }

        public Dataset ToDataset() => Dataset.FromColumns(
        [
            .. columns.Select((name, i) => (name, (System.Collections.IEnumerable)_values[i])),
            .. _label < 0 ? [] : new[] { (LabelName, (System.Collections.IEnumerable)_labels) },
        ]);

        /// <summary>Some files have a class's name, others its id.</summary>
        private string NameOf(string label) =>
            task.Classes.Length == 0 || task.Classes.Contains(label) ? label
            : int.TryParse(label, System.Globalization.CultureInfo.InvariantCulture, out int id) && id >= 0 && id < task.Classes.Length ? task.Classes[id]
            : throw new RunException($"{file}, row {Count + LeftOut}: \"{label}\" is no label of the task; it has {string.Join(", ", task.Classes)}.");
    }
}
