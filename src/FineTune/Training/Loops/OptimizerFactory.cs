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

    /// <summary>Makes it, for groups that say their own weight decay.</summary>
    public static Optimizer Create(TrainingArguments args, IReadOnlyList<ParameterGroup> groups)
    {
        OptimizerArguments own = OptimizerArguments.Parse(args.OptimArgs);
        double lr = args.LearningRate;
        return args.Optim switch
        {
            OptimizerNames.AdamwTorch or OptimizerNames.AdamwTorchFused => new AdamW(groups, new AdamWOptions
            {
                Lr = lr,
                Beta1 = args.AdamBeta1,
                Beta2 = args.AdamBeta2,
                Eps = args.AdamEpsilon,
                Fused = args.Optim == OptimizerNames.AdamwTorchFused,
            }),
            OptimizerNames.Adafactor => new Adafactor(groups, new AdafactorOptions { Lr = lr, ScaleParameter = false, RelativeStep = false }),
            OptimizerNames.Sgd => new Sgd(groups, new SgdOptions
            {
                Lr = lr,
                Momentum = own.Number("momentum", 0),
                Dampening = own.Number("dampening", 0),
                Nesterov = own.Boolean("nesterov"),
            }),
            OptimizerNames.Adagrad => new Adagrad(groups, new AdagradOptions
            {
                Lr = lr,
                LrDecay = own.Number("lr_decay", 0),
                Eps = own.Number("eps", 1e-10),
            }),
            OptimizerNames.Rmsprop => new Rmsprop(groups, new RmspropOptions
            {
                Lr = lr,
                Momentum = own.Number("momentum", 0),
                Alpha = own.Number("alpha", 0.99),
                Eps = own.Number("eps", 1e-8),
                Centered = own.Boolean("centered"),
            }),
            _ => throw new ArgumentException($"Bug in FineTune: optim {args.Optim} passed the rules, but cannot be made.", nameof(args)),
        };
    }

    private static Dictionary<string, bool> KeysOf(OptimizerNames name) => name switch
    {
        OptimizerNames.Sgd => s_sgd,
        OptimizerNames.Adagrad => s_adagrad,
        OptimizerNames.Rmsprop => s_rmsprop,
        _ => s_none,
    };
}
