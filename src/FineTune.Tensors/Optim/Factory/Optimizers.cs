using FineTune.Optim;

namespace FineTune;

/// <summary>Makes optimizers by the reference's names for them (<c>optim</c>) and arguments (<c>optim_args</c>).</summary>
public static class Optimizers
{
    /// <summary>Gets the names that work here.</summary>
    public static IReadOnlyList<string> Available { get; } = [.. OptimizerTable.All.Where(entry => entry.Make is not null).Select(entry => entry.Name)];

    /// <summary>Gets every name the reference knows, those that are refused here included.</summary>
    public static IReadOnlyList<string> Known { get; } = [.. OptimizerTable.All.Select(entry => entry.Name)];

    /// <summary>Gets everything that is wrong with a name and its arguments, each with what to do; empty when nothing is.</summary>
    /// <param name="optim">The name, such as <c>adamw_torch</c>.</param>
    /// <param name="optimArgs">Settings of the optimizer's own, <c>key=value,key=value</c>; null for none.</param>
    /// <exception cref="ArgumentException">Nobody knows the name.</exception>
    public static IReadOnlyList<string> Problems(string optim, string? optimArgs = null)
    {
        ArgumentNullException.ThrowIfNull(optim);
        OptimizerEntry entry = OptimizerTable.Find(optim);
        return entry.Refusal is { } reason ? [$"The optimizer {optim} {reason}."] : new OptimArguments(entry, optimArgs).Problems;
    }

    /// <summary>Makes an optimizer as the Trainer does.</summary>
    /// <param name="optim">The name, such as <c>adamw_torch</c>.</param>
    /// <param name="groups">The parameters to update.</param>
    /// <param name="settings">The training arguments it may have a use for; null for their defaults.</param>
    /// <param name="optimArgs">Settings of the optimizer's own, <c>key=value,key=value</c>; null for none.</param>
    /// <exception cref="ArgumentException">The name or an argument is unknown, or cannot be used; the message says which can.</exception>
    /// <exception cref="NotSupportedException">The name is the reference's, but cannot work here; the message says why.</exception>
    public static Optimizer Create(
        string optim, IEnumerable<ParameterGroup> groups, OptimizerSettings? settings = null, string? optimArgs = null)
    {
        ArgumentNullException.ThrowIfNull(optim);
        ArgumentNullException.ThrowIfNull(groups);
        OptimizerEntry entry = OptimizerTable.Find(optim);
        if (entry.Make is null)
        {
            throw Throw.OptimizerRefused(optim, entry.Refusal!);
        }

        OptimArguments own = new(entry, optimArgs);
        return own.Problems.Count == 0
            ? entry.Make(groups, settings ?? new OptimizerSettings(), own)
            : throw Throw.OptimArguments(own.Problems);
    }
}
