namespace FineTune.Training;

/// <summary>Saving the best model needs to know what best means, and evaluations.</summary>
internal sealed class BestSavingHasMetric : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (args.SaveStrategy != SaveStrategy.Best)
        {
            yield break;
        }

        if (args.MetricForBestModel is null)
        {
            yield return "save_strategy is best, but metric_for_best_model does not say by which metric. Set it, for example to loss.";
        }

        if (args.EvalStrategy == IntervalStrategy.No)
        {
            yield return "save_strategy is best, but nothing is evaluated during training. Set eval_strategy to epoch or steps.";
        }
    }
}
