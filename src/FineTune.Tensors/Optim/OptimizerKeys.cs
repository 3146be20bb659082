namespace FineTune;

/// <summary>The reference's names for settings and state that more than one optimizer has.</summary>
internal static class OptimizerKeys
{
    /// <summary>What says how a step is computed, or was: which of them a group has depends on the version that wrote it.</summary>
    public static readonly IReadOnlySet<string> OfVersions = new HashSet<string> { Maximize, Foreach, Capturable, Differentiable, Fused, DecoupledWeightDecay, ScheduledLr };

    public const string State = "state";
    public const string ParamGroups = "param_groups";
    public const string Params = "params";
    public const string ParamNames = "param_names";
    public const string Lr = "lr";
    public const string InitialLr = "initial_lr";
    public const string WeightDecay = "weight_decay";
    public const string Betas = "betas";
    public const string Eps = "eps";
    public const string Amsgrad = "amsgrad";
    public const string Maximize = "maximize";
    public const string Foreach = "foreach";
    public const string Capturable = "capturable";
    public const string Differentiable = "differentiable";
    public const string Fused = "fused";
    public const string DecoupledWeightDecay = "decoupled_weight_decay";
    public const string Momentum = "momentum";
    public const string ScheduledLr = "scheduled_lr";
    public const string Step = "step";
    public const string ExpAvg = "exp_avg";
    public const string ExpAvgSq = "exp_avg_sq";
    public const string MaxExpAvgSq = "max_exp_avg_sq";
}
