namespace FineTune.Training;

/// <summary>The best model can be loaded at the end only if it was saved when it was found.</summary>
internal sealed class BestModelIsSaved : IArgumentRule
{
    public IEnumerable<string> Check(TrainingArguments args)
    {
        if (!args.LoadBestModelAtEnd || args.SaveStrategy == SaveStrategy.Best)
        {
            yield break;
        }

        string evaluation = EnumSpelling<IntervalStrategy>.Of(args.EvalStrategy);
        string saving = args.SaveStrategy.ToString();
        if (evaluation != saving)
        {
            yield return $"load_best_model_at_end needs every evaluated model to be saved, but eval_strategy is {evaluation} and " +
                $"save_strategy is {saving}. Make them equal, or set save_strategy best.";
        }
        else if (args.EvalStrategy == IntervalStrategy.Steps && args.EvalSteps is > 0 && !IsMultiple(args.SaveSteps, args.EvalSteps.Value))
        {
            yield return $"load_best_model_at_end needs save_steps to be a multiple of eval_steps, but they are " +
                $"{PythonNumber.General(args.SaveSteps, 10)} and {PythonNumber.General(args.EvalSteps.Value, 10)}. Make them equal, " +
                "or both shares of all steps (below 1), or both whole numbers.";
        }
    }

    private static bool IsMultiple(double saving, double evaluation)
    {
        const double LargeMultiplier = 1_000_000;
        return saving % evaluation == 0
            || (saving < 1 && evaluation < 1 && saving * LargeMultiplier % (evaluation * LargeMultiplier) == 0);
    }
}
