using FineTune.Training;

namespace FineTune.Classification;

/// <summary>Lays what a saved model knows of its texts under what was asked for; flags and files of arguments go first.</summary>
/// <param name="saved">What lies beside the model, or null.</param>
/// <param name="isNamed">Whether an argument was given.</param>
internal sealed class RecalledInputs(SavedInputs? saved, Func<string, bool> isNamed)
{
    /// <summary>Finds what lies beside the model of a run that does not train, once its configuration was found; one that trains reads its data anew.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static RecalledInputs Of(RunConfiguration configuration)
    {
        RunArguments run = configuration.Run;
        return new(
            configuration.Training.DoTrain || run.ModelNameOrPath is null ? null : SavedInputs.OfModel(run.ModelNameOrPath, RunHub.OptionsOf(run)),
            configuration.IsNamed);
    }

    /// <summary>Takes over how texts are cut and labels are read.</summary>
    public RunArguments Reading(RunArguments run) => saved is null ? run : run with
    {
        MaxSeqLength = isNamed("max_seq_length") ? run.MaxSeqLength : saved.MaxSeqLength,
        PadToMaxLength = isNamed("pad_to_max_length") ? run.PadToMaxLength : saved.PadToMaxLength,
        LabelFormat = isNamed("label_format") || !EnumSpelling<LabelFormat>.Words.Contains(saved.LabelFormat) ? run.LabelFormat : EnumSpelling<LabelFormat>.Parse(saved.LabelFormat),
    };

    /// <summary>Takes over the columns, if all files have them.</summary>
    public RunArguments Columns(RunArguments run, IReadOnlyDictionary<string, TaskSplit> splits)
    {
        if (saved is null || splits.Count == 0)
        {
            return run;
        }

        bool Have(string name, bool test = true) => splits.Values.Where(split => test || split.Name != "test").All(split => split.Rows.ColumnNames.Contains(name));
        bool text = !isNamed("text_column_names") && !isNamed("text_column_delimiter") && !isNamed("task_name")
            && saved.TextColumns.All(name => Have(name) && !name.Contains(',', StringComparison.Ordinal) && name.Trim() == name && name.Length > 0);
        return run with
        {
            TextColumnNames = text ? string.Join(',', saved.TextColumns) : run.TextColumnNames,
            TextColumnDelimiter = text ? saved.TextColumnDelimiter : run.TextColumnDelimiter,
            LabelColumnName = !isNamed("label_column_name") && Have(saved.LabelColumn, test: false) ? saved.LabelColumn : run.LabelColumnName,
        };
    }
}
