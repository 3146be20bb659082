using FineTune.Optim;

namespace FineTune;

/// <summary>The settings of <see cref="ReduceLrOnPlateau"/>.</summary>
public sealed record ReduceLrOnPlateauOptions
{
    /// <summary>Gets whether the metric should fall (<c>min</c>) or rise (<c>max</c>). Default <c>min</c>.</summary>
    /// <remarks>As in the reference, the Trainer does not derive it from <c>greater_is_better</c>.</remarks>
    public string Mode { get; init; } = "min";

    /// <summary>Gets what the learning rate is multiplied by; less than 1. Default 0.1.</summary>
    public double Factor { get; init; } = 0.1;

    /// <summary>Gets how many evaluations without improvement are let pass. Default 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Gets how much better counts as better. Default 1e-4.</summary>
    public double Threshold { get; init; } = 1e-4;

    /// <summary>Gets whether the threshold is a share of the best value (<c>rel</c>) or a difference (<c>abs</c>). Default <c>rel</c>.</summary>
    public string ThresholdMode { get; init; } = "rel";

    /// <summary>Gets how many evaluations after a reduction do not count. Default 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>Gets the least learning rate: one for all groups, or one a group. Default 0.</summary>
    public IReadOnlyList<double> MinLr { get; init; } = [0];

    /// <summary>Gets the least change worth making. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    internal static ReduceLrOnPlateauOptions From(ScheduleArguments arguments, Optimizer optimizer)
    {
        ReduceLrOnPlateauOptions options = new()
        {
            Mode = arguments.Word("mode", "min", "min", "max"),
            Factor = arguments.Double("factor", 0.1),
            Patience = arguments.Integer("patience", 10),
            Threshold = arguments.Double("threshold", 1e-4),
            ThresholdMode = arguments.Word("threshold_mode", "rel", "rel", "abs"),
            Cooldown = arguments.Integer("cooldown", 0),
            MinLr = arguments.PerGroup("min_lr", 0, optimizer.ParamGroups.Count),
            Eps = arguments.Double("eps", 1e-8),
        };
        arguments.End();
        return options;
    }
}
