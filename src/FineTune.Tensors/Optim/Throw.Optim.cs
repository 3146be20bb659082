using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace FineTune;

/// <summary>The messages of optimizers and schedules.</summary>
internal static partial class Throw
{
    [DoesNotReturn, StackTraceHidden]
    public static void NoGroupOption(string key, IEnumerable<string> known) => throw new InvalidOperationException(
        $"The parameter group has no setting '{key}'; it has: {List(known)}. " +
        "A group takes what it was not given from the optimizer it is passed to: create the optimizer first, or set the value on the group.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoParameters() => throw new ArgumentException(
        "The optimizer got no parameter group, but it needs at least one (which may be empty). " +
        "Pass DecayParameters.Groups(model, weightDecay), or new ParameterGroup(model.NamedParameters()).");

    [DoesNotReturn, StackTraceHidden]
    public static void ParameterTwice(string name) => throw new ArgumentException(
        $"The parameter '{name}' appears more than once in the optimizer's groups, but each may be updated once a step only. " +
        "Leave it in one group.");

    [DoesNotReturn, StackTraceHidden]
    public static void OptionOutOfRange(string option, object? value, string expected) => throw new ArgumentOutOfRangeException(
        option, value, $"{option} is {Show(value)}, but it must be {expected}.");

    [StackTraceHidden]
    public static Exception StateValueIsNot(string key, object? value, string expected) => new InvalidOperationException(
        $"'{key}' is {Show(value)}, but {expected} was expected. If it was read from a file, the file was not written by this kind of " +
        "optimizer or schedule; start without it.");

    [StackTraceHidden]
    public static Exception StateDictLacks(string key, IEnumerable<string> present) => new ArgumentException(
        $"The state dict has no entry '{key}'; it has: {List(present)}. Pass what StateDict() returned, or an optimizer.pt or scheduler.pt " +
        "as the reference writes it.");

    [StackTraceHidden]
    public static Exception StateDictHasOtherGroups(int saved, int present) => new ArgumentException(
        $"The state dict has {saved} parameter groups, but the optimizer has {present}. " +
        "Create the optimizer as it was when the state was saved (same optim, same frozen parameters), or start without the state.");

    [StackTraceHidden]
    public static Exception StateDictGroupHasOtherSize(int group, int saved, int present) => new ArgumentException(
        $"Parameter group {group} of the state dict has {saved} parameters, but the optimizer's has {present}. " +
        "Create the optimizer as it was when the state was saved (same model, same frozen parameters), or start without the state.");

    [StackTraceHidden]
    public static Exception StateOfOtherOptimizer(IEnumerable<string> missing, IEnumerable<string> present) => new ArgumentException(
        $"The state is that of another optimizer: it lacks {List(missing)}, and has {List(present)}. " +
        "Create the optimizer it was saved by (same optim), or start without the state.");

    [StackTraceHidden]
    public static Exception StateTensorHasOtherShape(string parameter, string key, Shape saved, Shape present) => new ShapeMismatchException(
        $"The saved '{key}' of parameter '{parameter}' is {saved}, but the parameter is {present}. " +
        "The state belongs to another model: load the checkpoint's own model, or start without the state.");

    [DoesNotReturn, StackTraceHidden]
    public static void NesterovNeedsMomentum(double momentum, double dampening) => throw new ArgumentException(
        $"nesterov is set with momentum {Show(momentum)} and dampening {Show(dampening)}, but it needs a momentum and no dampening. " +
        "Set momentum (0.9, say) and leave dampening at 0.");

    [DoesNotReturn, StackTraceHidden]
    public static void AdafactorLr(double? lr) => throw new ArgumentException(lr is null
        ? "Adafactor has no learning rate: set Lr, or RelativeStep so that it follows from the number of steps."
        : $"Adafactor has Lr = {Show(lr)} and RelativeStep, which sets the learning rate itself. Leave one of them out.");

    [DoesNotReturn, StackTraceHidden]
    public static void AdafactorWarmup() => throw new ArgumentException(
        "Adafactor's WarmupInit is the beginning of a relative learning rate, but RelativeStep is off. Set RelativeStep, or leave WarmupInit out.");

    [DoesNotReturn, StackTraceHidden]
    public static void NotInTrainMode(string optimizer) => throw new InvalidOperationException(
        $"{optimizer} is in evaluation mode, so its parameters are the average and not where a gradient may be taken. " +
        "Call optimizer.Train() before the forward pass of a training step, and optimizer.Eval() before evaluating or saving.");

    [DoesNotReturn, StackTraceHidden]
    public static void NoLayers(IEnumerable<string> names) => throw new ArgumentException(
        $"No parameter's name says which layer it is in, but one like 'encoder.layer.3.weight' is needed; the names begin: {List(names.Take(5))}. " +
        "Use DecayParameters.Groups, or make the groups yourself.");

    [DoesNotReturn, StackTraceHidden]
    public static void NothingMatches(string pattern, IEnumerable<string> names) => throw new ArgumentException(
        $"The pattern '{pattern}' matches no parameter; the names begin: {List(names.Take(5))}. " +
        "Patterns match whole names: write '*.bias' or 'bert.embeddings.*'.");

    [DoesNotReturn, StackTraceHidden]
    public static void AverageIsApplied() => throw new InvalidOperationException(
        "The averaged weights are in the model now, and the trained ones put aside. Dispose what Apply() returned first.");

    [StackTraceHidden]
    public static Exception OptimizerUnknown(string name, IEnumerable<string> available) => new ArgumentException(
        $"'{name}' is not a valid OptimizerNames, please select one of: {List(available)}.");

    [StackTraceHidden]
    public static Exception OptimizerRefused(string name, string reason) => new NotSupportedException($"The optimizer {name} {reason}.");

    [StackTraceHidden]
    public static Exception OptimArguments(IEnumerable<string> problems) => new ArgumentException(string.Join(" ", problems));

    [DoesNotReturn, StackTraceHidden]
    public static void SchedulerNeedsMetric(string scheduler) => throw new InvalidOperationException(
        $"{scheduler} follows a metric, so it cannot step without one. Call Step(metric) after each evaluation; " +
        "the Trainer does it with metric_for_best_model.");

    [DoesNotReturn, StackTraceHidden]
    public static void NotOneAGroup(string name, int count, int groups) => throw new ArgumentException(
        $"{name} has {count} values, but the optimizer has {groups} parameter groups. Give one value a group.");

    [StackTraceHidden]
    public static Exception NoInitialLr(int lastEpoch) => new InvalidOperationException(
        $"The schedule is to continue after step {lastEpoch}, but a parameter group has no initial_lr to continue from. " +
        "Load the optimizer's state first, or leave last_epoch at -1 to begin.");

    [StackTraceHidden]
    public static Exception SchedulerUnknown(string name, IEnumerable<string> known) => new ArgumentException(
        $"'{name}' is not a valid SchedulerType, please select one of: {List(known)}.");

    [StackTraceHidden]
    public static Exception ScheduleLacksSteps(string schedule, string argument) => new ArgumentException(
        $"The schedule '{schedule}' requires {argument}, please provide that argument.");

    [StackTraceHidden]
    public static Exception ScheduleLacks(string schedule, string key) => new ArgumentException(
        $"The schedule '{schedule}' needs '{key}', which was not given. Set it in lr_scheduler_kwargs.");

    [StackTraceHidden]
    public static Exception ScheduleArgumentUnknown(string schedule, string key, IReadOnlyCollection<string> known) => new ArgumentException(
        $"The schedule '{schedule}' has no setting '{key}'; it has: {List(known)}. Correct or remove it in lr_scheduler_kwargs.");

    [StackTraceHidden]
    public static Exception ScheduleSettingIsNot(string schedule, string key, object value, string expected) => new ArgumentException(
        $"The schedule '{schedule}' cannot have {key} = {Show(value)}. Set it to {expected} in lr_scheduler_kwargs.");

    [StackTraceHidden]
    public static Exception ScheduleWordUnknown(string schedule, string key, object value, IEnumerable<string> allowed) => new ArgumentException(
        $"The schedule '{schedule}' cannot have {key} = {Show(value)}. Set it to one of: {List(allowed)}.");

    [StackTraceHidden]
    public static Exception PolynomialEndTooHigh(double end, double lr) => new ArgumentException(
        $"lr_end is {Show(end)}, but it must be less than the learning rate the schedule starts from, {Show(lr)}. " +
        "Lower lr_end in lr_scheduler_kwargs, or raise learning_rate.");

    [StackTraceHidden]
    public static Exception NeitherMinLr() => new ArgumentException(
        "The schedule needs a minimum, but lr_scheduler_kwargs has neither min_lr nor min_lr_rate. Set one of them.");

    [StackTraceHidden]
    public static Exception BothMinLrs() => new ArgumentException(
        "lr_scheduler_kwargs has both min_lr and min_lr_rate, but only one of them may be set. Remove one.");

    private static string List(IEnumerable<string> names)
    {
        string joined = string.Join(", ", names);
        return joined.Length == 0 ? "nothing" : joined;
    }

    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString() ?? value.GetType().Name,
    };
}
