using System.Numerics;
using FineTune.Data;

namespace FineTune.Training;

/// <summary>
/// Whether the rows of a Trainer's data sets are of the model's sizes, before the first step: a class, a token or a length that the model does not have
/// would else end the run wherever the row happens to come. Looked at is what is stored, and only where nobody else has a say in it: a transform, a collator,
/// a loss, a Trainer or a model of the caller's own may make something else of a row.
/// </summary>
internal static class RowsCheck
{
    /// <summary>Looks at the data of training, and of the evaluations in it.</summary>
    /// <exception cref="ArgumentException">A row does not fit; it names the first of each kind.</exception>
    public static void Require(Trainer trainer)
    {
        if (trainer.GetType() != typeof(Trainer) || trainer.Model is not EncoderForSequenceClassification model
            || trainer.DataCollator is not (null or DataCollatorWithPadding or DefaultDataCollator))
        {
            return;
        }

        bool hasOwnLoss = trainer.ComputeLossFunc is not null;
        string[] problems = [.. Sets(trainer).SelectMany(set => new[] { hasOwnLoss ? null : OfLabels(set.Rows, model), OfTokens(set.Rows, model.Config) }
            .OfType<string>()
            .Select(problem => $"{set.Name}: {problem}"))];
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

    private static string? OfLabels(Dataset rows, PreTrainedModel model)
    {
        PretrainedConfig config = model.Config;
        bool leavesNegativeOut = config.ProblemType is null && !model.NotesProblemType;
        bool hasClasses = config.ProblemType is null ? config.NumLabels > 1 : config.ProblemType == ProblemType.SingleLabelClassification;
        if (!hasClasses || TrainingLabels.ColumnOf(rows) is not { } column)
        {
            return null;
        }

        Column labels = rows[column];
        for (int row = 0; row < labels.Count; row++)
        {
            if (TrainingLabels.ClassOf(labels[row]) is { } label && label != SequenceClassification.IgnoreIndex
                && (label >= config.NumLabels || (label < 0 && !leavesNegativeOut)))
            {
                return $"{rows.DescribeRow(row)}: {column} {Throw.OutOfClasses(label, config.NumLabels)}";
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
        Column? masks = rows.ColumnNames.Contains("attention_mask") ? rows["attention_mask"] : null;
        for (int row = 0; row < ids.Count; row++)
        {
            if (OfRow(ids[row], masks?[row], config) is { } problem)
            {
                return $"{rows.DescribeRow(row)}: {problem}";
            }
        }

        return null;
    }

    private static string? OfRow(object? ids, object? mask, PretrainedConfig config) => ids switch
    {
        int[] whole => OfRow<int>(whole, mask, config),
        long[] whole => OfRow<long>(whole, mask, config),
        _ => null,
    };

    private static string? OfRow<T>(ReadOnlySpan<T> ids, object? mask, PretrainedConfig config)
        where T : IBinaryInteger<T>
    {
        int length = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            if (IsMasked(mask, i))
            {
                continue;
            }

            long id = long.CreateSaturating(ids[i]);
            if (id < 0 || id >= config.VocabSize)
            {
                return $"input_ids holds {id}, {Throw.OutOfTable(config.VocabSize, "vocab_size")}";
            }

            length += id == config.PadTokenId ? 0 : 1;
        }

        return config.LimitsTexts && length > config.LongestText ? $"it {Throw.TooLong(length, config.LongestText)}." : null;
    }

    /// <summary>What the mask leaves out is not looked up.</summary>
    private static bool IsMasked(object? mask, int token) => mask switch
    {
        int[] whole => token < whole.Length && whole[token] == 0,
        long[] whole => token < whole.Length && whole[token] == 0,
        _ => false,
    };
}
