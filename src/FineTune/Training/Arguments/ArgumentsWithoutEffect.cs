using System.Globalization;

namespace FineTune.Training;

/// <summary>Which arguments are set but change nothing, with the reason: <c>eval_steps: eval_strategy is no</c>.</summary>
internal static class ArgumentsWithoutEffect
{
    private static readonly TrainingArguments s_defaults = new();

    public static IEnumerable<string> Of(TrainingArguments args)
    {
        IEnumerable<string> satisfied = ArgumentTable.All
            .Where(argument => argument.Support == ArgumentSupport.Satisfied && argument.IsSet(args))
            .Select(argument => $"{argument.Name}: {argument.Reason}");
        return [.. satisfied, .. OfLength(args), .. OfEvaluation(args), .. OfSavingAndLogging(args)];
    }

    private static IEnumerable<string> OfLength(TrainingArguments args)
    {
        if (args.MaxSteps > 0 && args.NumTrainEpochs != s_defaults.NumTrainEpochs)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"num_train_epochs: max_steps {args.MaxSteps} goes first");
        }

        if (args.LrSchedulerType == SchedulerType.Constant && args.WarmupSteps != 0)
        {
            yield return "warmup_steps: the constant schedule has no warm-up; constant_with_warmup has";
        }
    }

    private static IEnumerable<string> OfEvaluation(TrainingArguments args)
    {
        string strategy = EnumSpelling<IntervalStrategy>.Of(args.EvalStrategy);
        if (args.EvalStrategy != IntervalStrategy.Steps && args.EvalSteps is not null)
        {
            yield return $"eval_steps: eval_strategy is {strategy}";
        }

        if (args.EvalStrategy == IntervalStrategy.No && args.EvalDelay != 0)
        {
            yield return "eval_delay: eval_strategy is no";
        }
    }

    private static IEnumerable<string> OfSavingAndLogging(TrainingArguments args)
    {
        if (args.SaveStrategy != SaveStrategy.Steps && args.SaveSteps != s_defaults.SaveSteps)
        {
            yield return $"save_steps: save_strategy is {ArgumentTable.Find("save_strategy")!.Read(args)}";
        }

        if (args.SaveStrategy == SaveStrategy.No && args.SaveTotalLimit is not null)
        {
            yield return "save_total_limit: save_strategy is no";
        }

        // Without eval_steps an evaluation by steps goes by logging_steps.
        bool setsEvaluations = args.EvalStrategy == IntervalStrategy.Steps && (args.EvalSteps is null or 0 || args.EvalSteps == args.LoggingSteps);
        if (args.LoggingStrategy != IntervalStrategy.Steps && !setsEvaluations && args.LoggingSteps != s_defaults.LoggingSteps)
        {
            yield return $"logging_steps: logging_strategy is {EnumSpelling<IntervalStrategy>.Of(args.LoggingStrategy)}";
        }
    }
}
