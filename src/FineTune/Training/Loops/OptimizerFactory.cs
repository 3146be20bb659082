namespace FineTune.Training;

/// <summary>Makes the optimizer that the arguments name.</summary>
internal static class OptimizerFactory
{
    private static readonly Dictionary<string, bool> s_none = [];
    private static readonly Dictionary<string, bool> s_sgd = new() { ["momentum"] = false, ["dampening"] = false, ["nesterov"] = true };
    private static readonly Dictionary<string, bool> s_adagrad = new() { ["lr_decay"] = false, ["eps"] = false };
    private static readonly Dictionary<string, bool> s_rmsprop =
        new() { ["momentum"] = false, ["alpha"] = false, ["eps"] = false, ["centered"] = true };

    /// <summary>Gets the optimizers that exist here.</summary>
    public static IReadOnlyList<OptimizerNames> Available { get; } =
    [
        OptimizerNames.AdamwTorch, OptimizerNames.AdamwTorchFused, OptimizerNames.Adafactor, OptimizerNames.Sgd, OptimizerNames.Adagrad,
        OptimizerNames.Rmsprop,
    ];

    public static bool IsAvailable(OptimizerNames name) => Available.Contains(name);

    /// <summary>Gets what is wrong with <c>optim_args</c>.</summary>
    public static IEnumerable<string> CheckArguments(OptimizerNames name, string? text) =>
        OptimizerArguments.Check(text, EnumSpelling<OptimizerNames>.Of(name), KeysOf(name));

    private static Dictionary<string, bool> KeysOf(OptimizerNames name) => name switch
    {
        OptimizerNames.Sgd => s_sgd,
        OptimizerNames.Adagrad => s_adagrad,
        OptimizerNames.Rmsprop => s_rmsprop,
        _ => s_none,
    };
}
