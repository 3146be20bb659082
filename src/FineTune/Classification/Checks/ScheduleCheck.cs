using System.Collections;
using FineTune.Training;

namespace FineTune.Classification;

/// <summary>
/// Optimizer and schedule can be made of their settings. It is no rule of the arguments: a Trainer of somebody's own may make others of the same settings.
/// </summary>
internal static class ScheduleCheck
{
    private const int AnySteps = 1000;

    /// <summary>What says better what is wrong with the numbers that optimizers are made with.</summary>
    private static readonly IArgumentRule[] s_before = [new NumbersAreInRange(), new OptimizerIsAvailable()];

    /// <summary>Makes both for one parameter a group, and gets what that says.</summary>
    /// <param name="args">The arguments, with everything derived filled in.</param>
    public static IEnumerable<string> Of(TrainingArguments args)
    {
        if (s_before.Any(rule => rule.Check(args).Any()))
        {
            return [];
        }

        string what = string.Empty;
        try
        {
            ParameterGroup[] groups = [.. Enumerable.Range(0, Groups(args)).Select(_ => new ParameterGroup([new Parameter(new Shape(1))]))];
            int steps = args.MaxSteps > 0 ? args.MaxSteps : AnySteps;
            what = args.OptimArgs is { } given ? $"optim_args \"{given}\"" : $"optim {EnumSpelling<OptimizerNames>.Of(args.Optim)}";
            Optimizer optimizer = Trainer.MakeOptimizer(args, groups);
            what = $"lr_scheduler_type {EnumSpelling<SchedulerType>.Of(args.LrSchedulerType)}";
            _ = LrSchedulers.GetScheduler(args.LrSchedulerType, optimizer, args.GetWarmupSteps(steps), steps, args.LrSchedulerKwargs);
            return [];
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            string message = exception.Message.Split(" (Parameter '")[0];
            return [exception is ArgumentOutOfRangeException ? $"{what}: {message}" : message];
        }
    }

    /// <summary>As many as the Trainer makes; those of a decay by layers the model decides, so that a list of theirs is taken to fit.</summary>
    private static int Groups(TrainingArguments args) => args.LayerwiseLrDecay is null ? 2
        : Math.Max(1, args.LrSchedulerKwargs?.Values.Where(value => value is not string).OfType<ICollection>().Select(list => list.Count).FirstOrDefault() ?? 1);
}
