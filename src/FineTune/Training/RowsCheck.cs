using FineTune.Data;

namespace FineTune.Training;

/// <summary>
/// Whether the rows of a Trainer's data sets are of the model's sizes, before the first step: a class, a token or a length that the model does not have
/// would else end the run wherever the row happens to come. Looked at is what is stored; rows that a transform, a collator of the caller's own or a model of
/// their own makes something else of are their own business.
/// </summary>
internal static class RowsCheck
{
    private const long Ignored = -100;

    /// <summary>Looks at the data of training, and of the evaluations in it.</summary>
    /// <exception cref="ArgumentException">A row does not fit; it names the first of each kind.</exception>
    public static void Require(Trainer trainer)
    {
        if (trainer.Model is not PreTrainedModel model || trainer.DataCollator is not (null or DataCollatorWithPadding or DefaultDataCollator))
        {
            return;
        }

        string[] problems = [.. Sets(trainer).SelectMany(set => OfSet(set.Name, set.Rows, model))];
        if (problems.Length > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, problems));
        }
    }

    private static IEnumerable<(string Name, Dataset Rows)> Sets(Trainer trainer)
    {
        bool evaluates = trainer.Args.EvalStrategy != IntervalStrategy.No || trainer.Args.EvalOnStart;
        List<(string Name, IEnumerable<Example>? Rows)> all = [("TrainDataset", trainer.TrainDataset)];
        all.AddRange((evaluates ? trainer.EvalDataset?.Items ?? [] : []).Select(item => (item.Key is null ? "EvalDataset" : $"EvalDataset \"{item.Key}\"", (IEnumerable<Example>?)item.Value)));
        foreach ((string name, IEnumerable<Example>? rows) in all)
        {
            if (rows is Dataset { Transform: null } stored)
            {
                yield return (name, stored);
            }
        }
    }

    private static IEnumerable<string> OfSet(string name, Dataset rows, PreTrainedModel model) =>
        new[] { OfLabels(rows, model), OfTokens(rows, model.Config) }.OfType<string>().Select(problem => $"{name}: {problem}");

    private static string? OfLabels(Dataset rows, PreTrainedModel model)
    {
        PretrainedConfig config = model.Config;
        bool leavesNegativeOut = config.ProblemType is null && !model.NotesProblemType;
        bool hasClasses = config.ProblemType is null ? config.NumLabels > 1 : config.ProblemType == ProblemType.SingleLabelClassification;
        string? column = new[] { "labels", "label", "label_ids" }.FirstOrDefault(rows.ColumnNames.Contains);
        if (!hasClasses || column is null)
        {
            return null;
        }

        Column labels = rows[column];
        for (int row = 0; row < labels.Count; row++)
        {
            if (AsWhole(labels[row]) is { } label && label != Ignored && (label >= config.NumLabels || (label < 0 && !leavesNegativeOut)))
            {
                return $"{rows.DescribeRow(row)}: {column} is {label}, but the model has num_labels = {config.NumLabels}: expected 0 to {config.NumLabels - 1} (or {Ignored} to leave the row out). "
                    + $"Load the model with NumLabels = {Math.Max(config.NumLabels, label + 1)}, or map the labels to 0, 1, ...";
            }
        }

        return null;
    }

    private static string? OfTokens(Dataset rows, PretrainedConfig config)
    {
        if (!rows.ColumnNames.Contains("input_ids"))
        {
            return null;
        }

        Column ids = rows["input_ids"];
        for (int row = 0; row < ids.Count; row++)
        {
            if (ids[row] is System.Collections.IList list && OfRow(list, config) is { } problem)
            {
                return $"{rows.DescribeRow(row)}: {problem}";
            }
        }

        return null;
    }

    private static string? OfRow(System.Collections.IList ids, PretrainedConfig config)
    {
        long[] all = ids switch { int[] whole => [.. whole], long[] whole => whole, _ => [] };
        int length = all.Count(id => id != config.PadTokenId);
        if (config.LimitsTexts && length > config.LongestText)
        {
            return $"it is {length} tokens long, but the model reads at most {config.LongestText}. Truncate when you tokenize: truncation: true, maxLength: {config.LongestText}.";
        }

        long most = all.DefaultIfEmpty().Max();
        return most < config.VocabSize ? null
            : $"input_ids holds {most}, but the model has vocab_size = {config.VocabSize}: expected 0 to {config.VocabSize - 1}. Use the tokenizer the model was trained with.";
    }

    private static long? AsWhole(object? value) => value switch { long whole => whole, int whole => whole, _ => null };
}
