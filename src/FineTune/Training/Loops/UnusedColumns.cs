namespace FineTune.Training;

/// <summary>Leaves out what the model's <c>Forward</c> does not read: of a data set whole columns, of other examples one value at a time.</summary>
internal static class UnusedColumns
{
    private static readonly string[] s_labels = ["label", "label_ids"];

    /// <exception cref="ArgumentException">The model reads none of the columns.</exception>
    public static (IEnumerable<Example> Dataset, IDataCollator Collator) Remove(
        Trainer trainer, IEnumerable<Example> dataset, IDataCollator collator, string description)
    {
        if (!trainer.Args.RemoveUnusedColumns || trainer.Model.ForwardParameters is not { } parameters)
        {
            return (dataset, collator);
        }

        string[] used = [.. parameters.Concat(s_labels).Concat(trainer.LabelNames).Distinct()];
        if (dataset is not Dataset columns)
        {
            return (dataset, new RemoveColumnsCollator(collator, used));
        }

        string[] ignored = [.. columns.ColumnNames.Except(used)];
        if (ignored.Length == columns.ColumnNames.Count)
        {
            throw new ArgumentException(
                $"{trainer.Model.GetType().Name} reads none of the columns of the {description} data: it reads {string.Join(", ", used)}; " +
                $"the data has {string.Join(", ", ignored)}. Encode the texts with the tokenizer first (Dataset.Map), or set remove_unused_columns to false.");
        }

        if (ignored.Length > 0)
        {
            trainer.Messages.Info(LogEvent.ColumnsLeftOut, $"Columns of the {description} data that {trainer.Model.GetType().Name} does not read were left out: {string.Join(", ", ignored)}.");
        }

        if (ignored.Contains(trainer.Args.LengthColumnName)
            && trainer.Args.TrainSamplingStrategy is TrainSamplingStrategy.GroupByLength or TrainSamplingStrategy.BatchRebalance)
        {
            trainer.Messages.WarningOnce(
                LogEvent.ColumnsLeftOut,
                $"The column {trainer.Args.LengthColumnName} is left out before examples are ordered, so their lengths are counted; " +
                "set remove_unused_columns to false to have the column used.");
        }

        return (ignored.Length == 0 ? columns : columns.RemoveColumns(ignored), collator);
    }
}
