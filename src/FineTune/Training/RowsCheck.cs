using FineTune.Data;

namespace FineTune.Training;

/// <summary>
/// Whether the rows of a Trainer's data sets are of the model's sizes, before the first step: a class or a token that the model does not have
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

        string[] problems = [.. Sets(trainer).SelectMany(set => OfSet(set.Name, set.Rows, model.Config))];
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

    private static IEnumerable<string> OfSet(string name, Dataset rows, PretrainedConfig config) =>
        new[] { OfLabels(rows, config), OfTokens(rows, config) }.OfType<string>().Select(problem => $"{name}: {problem}");

    private static string? OfLabels(Dataset rows, PretrainedConfig config)
    {
        bool hasClasses = config.ProblemType is null ? config.NumLabels > 1 : config.ProblemType == ProblemType.SingleLabelClassification;
        string? column = new[] { "labels", "label", "label_ids" }.FirstOrDefault(rows.ColumnNames.Contains);
        if (!hasClasses || column is null)
        {
            return null;
        }

        Column labels = rows[column];
        for (int row = 0; row < labels.Count; row++)
        {
            if (AsWhole(labels[row]) is { } label && label != Ignored && (label < 0 || label >= config.NumLabels))
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
        long most = ids switch
        {
            int[] whole => whole.Length == 0 ? 0 : whole.Max(),
            long[] whole => whole.Length == 0 ? 0 : whole.Max(),
            _ => 0,
        };
        return most < config.VocabSize ? null
            : $"input_ids holds {most}, but the model has vocab_size = {config.VocabSize}: expected 0 to {config.VocabSize - 1}. Use the tokenizer the model was trained with.";
    }

    private static long? AsWhole(object? value) => value switch { long whole => whole, int whole => whole, _ => null };
}
