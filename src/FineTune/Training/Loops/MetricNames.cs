namespace FineTune.Training;

/// <summary>
/// Evaluates a few rows before the first step, so that a metric nobody computes is found out now and not after hours. The run does not
/// notice: random numbers, callbacks, log and optimizer are left alone.
/// </summary>
internal static class MetricNames
{
    private const int FewRows = 8;

    /// <summary>Checks the metric that decides which model is best, and with it early stopping and schedules that follow a metric.</summary>
    /// <exception cref="ArgumentException">Evaluations do not have it; the message lists what they have.</exception>
    public static void Check(Trainer trainer)
    {
        TrainingArguments args = trainer.Args;
        if (args.MetricForBestModel is null || args.EvalStrategy == IntervalStrategy.No || FewOf(trainer.EvalDataset, args) is not { } few)
        {
            return;
        }

        byte[] random = trainer.Generator.GetState();
        bool isTraining = trainer.Model.Training;
        trainer.IsRehearsing = true;
        try
        {
            LogEntry found = trainer.Evaluate(few);
            trainer.CheckAlike(() => BestMetric.ValueOf(args, found));
        }
        catch (MetricFailedException failure)
        {
            trainer.Messages.Info(
                LogEvent.MetricUnusable,
                $"Whether evaluations have the metric {args.MetricForBestModel} could not be found out with a few rows: {failure.InnerException!.Message}");
        }
        finally
        {
            trainer.IsRehearsing = false;
            trainer.Model.Train(isTraining);
            trainer.Generator.SetState(random);
        }
    }

    /// <summary>A batch of each data set; null when one cannot be read twice.</summary>
    private static EvalDatasets? FewOf(EvalDatasets? datasets, TrainingArguments args)
    {
        if (datasets is null || !datasets.Items.All(item => item.Value is IReadOnlyList<Example> { Count: > 0 }))
        {
            return null;
        }

        int count = args.DataloaderDropLast ? args.EvalBatchSize : Math.Min(args.EvalBatchSize, FewRows);
        return datasets.Select(dataset => dataset is Dataset table ? table.Take(count) : dataset.Take(count).ToArray());
    }
}
