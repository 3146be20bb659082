using FineTune.Training;

namespace FineTune.Classification;

/// <summary>What is wrong with a run's labels, and with the arguments that are about them.</summary>
internal static class LabelChecks
{
    public static IEnumerable<string> OfSplits(IReadOnlyDictionary<string, TaskSplit> splits, string column, LabelSet labels)
    {
        List<string> problems = [];
        foreach (TaskSplit split in splits.Values.Where(split => split.Name != "test"))
        {
            RunChecks.Try(problems, () => LabelReader.Read(split, column, labels));
        }

        if (problems.Count == 0 && labels is { Problem: global::FineTune.ProblemType.SingleLabelClassification, Names: [var only] } && splits.TryGetValue("train", out TaskSplit? train))
        {
            problems.Add($"{train.File}: column \"{column}\" has the one label \"{only}\" in all {train.All.NumRows} rows; a classifier needs two. Add rows with "
                + "another, or name the label column with --label_column_name.");
        }

        return problems;
    }

    public static bool OfTest(TaskSplit test, string column, LabelSet labels, List<string> problems, List<string> warnings)
    {
        if (!test.Rows.ColumnNames.Contains(column))
        {
            return false;
        }

        IReadOnlySet<int> unlabeled = TestLabels.Unlabeled(test, column, labels);
        RunChecks.Try(problems, () => LabelReader.Read(test, column, labels, unlabeled));
        if (unlabeled.Count > 0)
        {
            warnings.Add($"{test.File}: {unlabeled.Count} of {test.Rows.NumRows} rows have no label that is known (the first: {test.Rows.DescribeRow(unlabeled.Min())}). All rows are "
                + "predicted, and there are no test metrics.");
        }

        return unlabeled.Count == 0;
    }

    public static IEnumerable<string> OfClassWeights(TrainingArguments training, LabelSet labels)
    {
        if (labels.Problem == ProblemType.Regression)
        {
            return training switch
            {
                { ClassWeights: not null } => ["--class_weights is for classes, but the labels are numbers to predict. Leave it out."],
                { FocalLossGamma: not null } => ["--focal_loss_gamma is for classes, but the labels are numbers to predict. Leave it out."],
                _ => [],
            };
        }

        IEnumerable<string> problems = training.ClassWeights?.Check(labels.Names) ?? [];
        return training.FocalLossGamma is not null && labels.Problem == ProblemType.MultiLabelClassification
            ? [.. problems, "--focal_loss_gamma is for one label a row, but the rows have several. Leave it out."]
            : problems;
    }

    /// <summary>Looks for the patterns among the names of a model that is made for it, without its weights.</summary>
    public static IEnumerable<string> OfFreezing(TrainingArguments training, PretrainedConfig config)
    {
        if (training.Freeze.Count == 0 || training.Freeze.Any(pattern => ParameterPattern.Problem(pattern) is not null))
        {
            return [];
        }

        try
        {
            ParameterPattern.Freeze(ModelRegistry.Of(config).SequenceClassifier(config), training.Freeze);
            return [];
        }
        catch (TrainingArgumentsException exception)
        {
            return exception.Problems;
        }
    }
}
