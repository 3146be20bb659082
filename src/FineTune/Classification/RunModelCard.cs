namespace FineTune.Classification;

/// <summary>What a run of the command knows for its model card: the model it began with, the GLUE task, texts of each label.</summary>
internal static class RunModelCard
{
    private const int ExamplesEach = 3;
    private const string Between = " / ";

    public static ModelCardOptions Of(RunPreparation preparation)
    {
        RunArguments run = preparation.Run;
        TaskSplit? train = preparation.Splits.GetValueOrDefault("train");
        Example? first = train?.Rows.FirstOrDefault(row => !preparation.Columns.IsEmpty(row));
        ModelCardOptions options = new()
        {
            FinetunedFrom = run.ModelNameOrPath,
            Tasks = ["text-classification"],
            LabelExamples = train is null ? null : Examples(preparation, train.Rows),
            Sample = first is null ? (TextInput?)null : new TextInput(preparation.Columns.First(first), preparation.Columns.Second(first)),
        };
        if (run.DatasetName is { } name && run.TaskName is null)
        {
            return Directory.Exists(name) ? options : options with
            {
                DatasetTags = [name],
                DatasetArgs = run.DatasetConfigName is { } config ? [config] : [],
                Dataset = [name],
            };
        }

        return run.TaskName is not { } task ? options : options with
        {
            Language = ["en"],
            DatasetTags = ["glue"],
            DatasetArgs = [task],
            Dataset = ["GLUE " + task.ToUpperInvariant()],
        };
    }

    /// <summary>Gets the first different texts of each label.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Examples(RunPreparation preparation, Dataset rows)
    {
        Dictionary<string, List<string>> texts = preparation.Labels.Names.ToDictionary(name => name, _ => new List<string>(), StringComparer.Ordinal);
        foreach (Example row in texts.Count == 0 ? [] : rows.AsEnumerable())
        {
            string text = preparation.Columns.Second(row) is { } second ? preparation.Columns.First(row) + Between + second : preparation.Columns.First(row);
            foreach (string label in LabelsOf(preparation, row))
            {
                if (texts.TryGetValue(label, out List<string>? some) && some.Count < ExamplesEach && !some.Contains(text) && !string.IsNullOrWhiteSpace(text))
                {
                    some.Add(text);
                }
            }

            if (texts.Values.All(some => some.Count == ExamplesEach))
            {
                break;
            }
        }

        return texts.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal);
    }

    private static IEnumerable<string> LabelsOf(RunPreparation preparation, Example row)
    {
        object? cell = row.GetValueOrDefault(preparation.Columns.Label);
        return preparation.Labels.IdsIn(cell).Select(id => preparation.Labels.Names[id]);
    }
}
