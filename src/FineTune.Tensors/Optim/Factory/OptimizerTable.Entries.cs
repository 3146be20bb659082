namespace FineTune.Optim;

/// <content>How those that can be had are made.</content>
internal static partial class OptimizerTable
{
    private static Dictionary<string, string> GroupsDecide => new()
    {
        [OptimizerKeys.WeightDecay] = "the parameter groups have their own; set the argument weight_decay instead",
    };

    private static OptimizerEntry AdafactorEntry => new()
    {
        Name = "adafactor",
        Make = (groups, settings, _) => new Adafactor(groups, new()
        {
            Lr = settings.LearningRate,
            WeightDecay = settings.WeightDecay,
            ScaleParameter = false,
            RelativeStep = false,
        }),
    };

    private static OptimizerEntry SgdEntry => new()
    {
        Name = "sgd",
        Keys = Keys(("momentum", OptimArgumentKind.Number), ("dampening", OptimArgumentKind.Number), ("nesterov", OptimArgumentKind.Flag)),
        Useless = GroupsDecide,
        Make = (groups, settings, own) => new Sgd(groups, new()
        {
            Lr = settings.LearningRate,
            WeightDecay = settings.WeightDecay,
            Momentum = own.Number("momentum", 0),
            Dampening = own.Number("dampening", 0),
            Nesterov = own.Flag("nesterov"),
        }),
    };

    private static OptimizerEntry AdagradEntry => new()
    {
        Name = "adagrad",
        Keys = Keys(("lr_decay", OptimArgumentKind.Number), ("eps", OptimArgumentKind.Number)),
        Useless = GroupsDecide,
        Make = (groups, settings, own) => new Adagrad(groups, new()
        {
            Lr = settings.LearningRate,
            WeightDecay = settings.WeightDecay,
            LrDecay = own.Number("lr_decay", 0),
            Eps = own.Number("eps", 1e-10),
        }),
    };

    private static OptimizerEntry RmspropEntry => new()
    {
        Name = "rmsprop",
        Keys = Keys(
            ("momentum", OptimArgumentKind.Number),
            ("alpha", OptimArgumentKind.Number),
            ("eps", OptimArgumentKind.Number),
            ("centered", OptimArgumentKind.Flag)),
        Useless = GroupsDecide,
        Make = (groups, settings, own) => new Rmsprop(groups, Rmsprop(settings, own) with
        {
            Momentum = own.Number("momentum", 0),
            Centered = own.Flag("centered"),
        }),
    };

    private static OptimizerEntry StableAdamWEntry => new()
    {
        Name = "stable_adamw",
        Keys = Keys(("max_lr", OptimArgumentKind.Number), ("decouple_lr", OptimArgumentKind.Flag)),
        Useless = new Dictionary<string, string> { ["kahan_sum"] = "it is for parameters of half precision; they have single precision here" },
        Make = (groups, settings, own) => new StableAdamW(groups, new()
        {
            Lr = settings.LearningRate,
            Beta1 = settings.AdamBeta1,
            Beta2 = settings.AdamBeta2,
            Eps = settings.AdamEpsilon,
            WeightDecay = settings.WeightDecay,
            DecoupleLr = own.Flag("decouple_lr"),
            MaxLr = own.NumberOrNull("max_lr"),
        }),
    };

    private static OptimizerEntry AdamWOf(string name, bool fused) => new()
    {
        Name = name,
        Make = (groups, settings, _) => new AdamW(groups, new()
        {
            Lr = settings.LearningRate,
            Beta1 = settings.AdamBeta1,
            Beta2 = settings.AdamBeta2,
            Eps = settings.AdamEpsilon,
            WeightDecay = settings.WeightDecay,
            Fused = fused,
        }),
    };

    private static OptimizerEntry LionOf(string name) => new()
    {
        Name = name,
        Make = (groups, settings, _) => new Lion(groups, new()
        {
            Lr = settings.LearningRate,
            Beta1 = settings.AdamBeta1,
            Beta2 = settings.AdamBeta2,
            WeightDecay = settings.WeightDecay,
        }),
    };

    private static OptimizerEntry AdEMAMixOf(string name) => new()
    {
        Name = name,
        Keys = Keys(
            ("beta1", OptimArgumentKind.Number),
            ("beta2", OptimArgumentKind.Number),
            ("beta3", OptimArgumentKind.Number),
            ("alpha", OptimArgumentKind.Number),
            ("eps", OptimArgumentKind.Number),
            ("t_alpha", OptimArgumentKind.Count),
            ("t_beta3", OptimArgumentKind.Count)),
        Make = (groups, settings, own) => new AdEMAMix(groups, new()
        {
            Lr = settings.LearningRate,
            Beta1 = own.Number("beta1", settings.AdamBeta1),
            Beta2 = own.Number("beta2", settings.AdamBeta2),
            Beta3 = own.Number("beta3", 0.9999),
            Alpha = own.Number("alpha", 5),
            Eps = own.Number("eps", settings.AdamEpsilon),
            TAlpha = own.IntegerOrNull("t_alpha"),
            TBeta3 = own.IntegerOrNull("t_beta3"),
            WeightDecay = settings.WeightDecay,
        }),
    };

    private static OptimizerEntry RmspropBnbOf(string name) => new()
    {
        Name = name,
        Keys = Keys(("alpha", OptimArgumentKind.Number), ("eps", OptimArgumentKind.Number)),
        Useless = GroupsDecide,
        Make = (groups, settings, own) => new Rmsprop(groups, Rmsprop(settings, own)),
    };

    private static OptimizerEntry ScheduleFreeOf(
        string name, Func<IEnumerable<ParameterGroup>, OptimizerSettings, OptimArguments, Optimizer> make) => new()
        {
            Name = name,
            Keys = Keys(("weight_lr_power", OptimArgumentKind.Number), ("r", OptimArgumentKind.Number)),
            Make = make,
        };

    private static RmspropOptions Rmsprop(OptimizerSettings settings, OptimArguments own) => new()
    {
        Lr = settings.LearningRate,
        WeightDecay = settings.WeightDecay,
        Alpha = own.Number("alpha", 0.99),
        Eps = own.Number("eps", 1e-8),
    };

    private static AdamWScheduleFreeOptions ScheduleFreeAdam(OptimizerSettings settings, OptimArguments own) => new()
    {
        Lr = settings.LearningRate,
        Beta1 = settings.AdamBeta1,
        Beta2 = settings.AdamBeta2,
        Eps = settings.AdamEpsilon,
        WeightDecay = settings.WeightDecay,
        WeightLrPower = own.Number("weight_lr_power", 2),
        R = own.Number("r", 0),
    };

    private static SgdScheduleFreeOptions ScheduleFreeSgd(OptimizerSettings settings, OptimArguments own) => new()
    {
        Lr = settings.LearningRate,
        WeightDecay = settings.WeightDecay,
        WarmupSteps = settings.WarmupSteps,
        WeightLrPower = own.Number("weight_lr_power", 2),
        R = own.Number("r", 0),
    };

    private static OrderedDictionary<string, OptimArgumentKind> Keys(params (string Name, OptimArgumentKind Kind)[] keys) =>
        new(keys.Select(key => KeyValuePair.Create(key.Name, key.Kind)));
}
