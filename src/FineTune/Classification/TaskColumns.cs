namespace FineTune.Classification;

/// <summary>Which columns of the files are text and which is the label.</summary>
internal sealed record TaskColumns(IReadOnlyList<string> Text, string Label, string? Delimiter)
{
    private static readonly Dictionary<string, string[]> s_glue = new(StringComparer.Ordinal)
    {
        ["cola"] = ["sentence"],
        ["mnli"] = ["premise", "hypothesis"],
        ["mrpc"] = ["sentence1", "sentence2"],
        ["qnli"] = ["question", "sentence"],
        ["qqp"] = ["question1", "question2"],
        ["rte"] = ["sentence1", "sentence2"],
        ["sst2"] = ["sentence"],
        ["stsb"] = ["sentence1", "sentence2"],
        ["wnli"] = ["sentence1", "sentence2"],
    };

    /// <summary>Gets the names of the GLUE tasks.</summary>
    public static IReadOnlyCollection<string> Tasks => s_glue.Keys;

    /// <summary>Gets whether the text is a file's only column, which is taken by its characters whatever it holds.</summary>
    public bool IsOnly { get; private init; }

    /// <summary>Gets the text columns of a GLUE task's data set.</summary>
    public static IReadOnlyList<string> GlueColumns(string task) => s_glue[task];

    /// <summary>Gets whether the texts are those of a GLUE task's data set.</summary>
    public bool AreOfTask(string? task) => task is not null && s_glue.TryGetValue(task, out string[]? columns) && Text.SequenceEqual(columns);

    /// <summary>Gets whether the two texts of a row are a pair.</summary>
    public bool IsPair => Text.Count == 2 && Delimiter is null;

    /// <summary>Finds the columns: those named, else those of the GLUE task, else all that are not the label and carry texts.</summary>
    /// <param name="run">What is named.</param>
    /// <param name="splits">All rows of the run; the first split decides which columns there are, all together what they hold.</param>
    /// <param name="warnings">Takes what is left out, and why.</param>
    /// <exception cref="RunException">A named column is missing, or not one or two are left to choose from.</exception>
    public static TaskColumns Of(RunArguments run, IReadOnlyList<TaskSplit> splits, List<string> warnings)
    {
        (Dataset data, string file, bool needsLabel) = (splits[0].Rows, splits[0].File, splits[0].Name != "test");
        List<string> problems = [];
        string label = run.LabelColumnName;
        if (needsLabel && !data.ColumnNames.Contains(label))
        {
            problems.Add(Missing(file, data, label, "--label_column_name"));
        }

        if (run.TextColumns is { Count: 0 })
        {
            problems.Add($"--text_column_names is \"{run.TextColumnNames}\", an empty list. Name one or two columns, separated by a comma, or leave it out.");
        }

        string[]? task = run.TaskName is null ? null : s_glue.GetValueOrDefault(run.TaskName);
        IReadOnlyList<string> text = run.TextColumns ?? (task is not null && task.All(data.ColumnNames.Contains) ? task : Candidates(label, splits, warnings, problems));
        problems.AddRange(text.Where(name => !data.ColumnNames.Contains(name)).Select(name => Missing(file, data, name, "--text_column_names")));
        if (text.Count == 0 && problems.Count == 0)
        {
            problems.Add($"{file} has no text column beside the label \"{label}\". Name the label with --label_column_name.");
        }
        else if (text.Count > 2 && run.TextColumnDelimiter is null)
        {
            problems.Add($"{file} has {text.Count} columns that may be text ({string.Join(", ", text)}); one text or a pair is expected. "
                + "Name one or two with --text_column_names a,b, or join several with --text_column_delimiter \" \".");
        }

        return problems.Count == 0 ? new TaskColumns(text, label, run.TextColumnDelimiter) { IsOnly = data.ColumnNames.Count(name => name != label) == 1 } : throw new RunException(problems);
    }

    /// <summary>The columns beside the label that carry texts. An only one is the text whatever it holds, unless that is nothing.</summary>
    private static string[] Candidates(string label, IReadOnlyList<TaskSplit> splits, List<string> warnings, List<string> problems)
    {
        (Dataset data, string file) = (splits[0].Rows, splits[0].File);
        string[] beside = [.. data.ColumnNames.Where(name => name != label)];
        Dictionary<string, string> left = beside
            .Select(name => KeyValuePair.Create(name, ColumnContent.WhyNoText(name, splits.Where(split => split.Rows.ColumnNames.Contains(name)).SelectMany(split => split.Rows[name]))))
            .Where(pair => pair.Value is not null)
            .ToDictionary()!;
        string[] text = [.. beside.Where(name => !left.ContainsKey(name))];
        if (text.Length == 0 && beside is [var only] && !ColumnContent.HasNoName(only) && left[only] != ColumnContent.Empty)
        {
            warnings.Add($"{file}: column \"{only}\" is taken as the text, as there is no other; but {left[only]}.");
            return beside;
        }

        string[] reasons = [.. left.Select(pair => $"column \"{pair.Key}\" is no text: {pair.Value}")];
        if (text.Length == 0 && left.Count > 0)
        {
            problems.Add($"{file} has no text column beside the label \"{label}\": {string.Join("; ", reasons)}. Name it all the same with --text_column_names, or the label with "
                + "--label_column_name.");
        }
        else if (text.Length > 0)
        {
            warnings.AddRange(reasons.Select(reason => $"{file}: {reason}. It is left out; name it with --text_column_names to have it."));
        }

        return text;
    }

    /// <summary>Says that a file lacks a column, which it has, and which is nearest.</summary>
    public static string Missing(string file, Dataset data, string name, string flag)
    {
        string? nearest = Training.SpellingDistance.Nearest(name, data.ColumnNames);
        return $"{file} has no column \"{name}\"; it has {string.Join(", ", data.ColumnNames.Select(column => $"\"{column}\""))}."
            + (nearest is null ? $" Name it with {flag}." : $" Did you mean \"{nearest}\"? ({flag})");
    }

    /// <summary>Gets the first text of a row (all of them, where they are joined).</summary>
    public string First(Example row) => Delimiter is null
        ? TextOf(row[Text[0]])
        : string.Join(Delimiter, Text.Select(name => TextOf(row[name])));

    /// <summary>Gets the second text of a row, or null.</summary>
    public string? Second(Example row) => IsPair ? TextOf(row[Text[1]]) : null;

    /// <summary>Gets what makes two rows the same text.</summary>
    public string Key(Example row) => IsPair ? First(row) + '\u001f' + Second(row) : First(row);

    /// <summary>Gets whether a text of the row is empty or only white space.</summary>
    public bool IsEmpty(Example row) => string.IsNullOrWhiteSpace(First(row)) || (IsPair && string.IsNullOrWhiteSpace(Second(row)));

    /// <summary>A text is its characters, blanks included.</summary>
    private static string TextOf(object? value) => value as string ?? Cell.Of(value).Text;
}
