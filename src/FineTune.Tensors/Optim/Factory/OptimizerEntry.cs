namespace FineTune.Optim;

/// <summary>A name of the reference's list of optimizers: how it is made, or why it cannot be.</summary>
internal sealed class OptimizerEntry
{
    private static readonly Dictionary<string, OptimArgumentKind> NoKeys = [];
    private static readonly Dictionary<string, string> NothingUseless = [];

    public required string Name { get; init; }

    /// <summary>Gets why the optimizer cannot be had, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>Gets the keys of <c>optim_args</c> it has.</summary>
    public IReadOnlyDictionary<string, OptimArgumentKind> Keys { get; init; } = NoKeys;

    /// <summary>Gets keys the reference takes that have no effect, and why.</summary>
    public IReadOnlyDictionary<string, string> Useless { get; init; } = NothingUseless;

    /// <summary>Gets how it is made; null if it cannot be.</summary>
    public Func<IEnumerable<ParameterGroup>, OptimizerSettings, OptimArguments, Optimizer>? Make { get; init; }
}
