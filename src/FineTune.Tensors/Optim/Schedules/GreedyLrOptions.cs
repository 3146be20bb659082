using FineTune.Optim;

namespace FineTune;

/// <summary>The settings of <see cref="GreedyLr"/>.</summary>
public sealed record GreedyLrOptions
{
    /// <summary>Gets whether the metric should fall (<c>min</c>) or rise (<c>max</c>). Default <c>min</c>.</summary>
    public string Mode { get; init; } = "min";

    /// <summary>Gets what the learning rate is multiplied by on a plateau and divided by on improvement; less than 1. Default 0.95.</summary>
    public double Factor { get; init; } = 0.95;

    /// <summary>Gets how many good, or bad, evaluations in a row are let pass. Default 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>Gets how much better counts as better. Default 1e-6.</summary>
    public double Threshold { get; init; } = 1e-6;

    /// <summary>Gets whether the threshold is a share of the best value (<c>rel</c>) or a difference (<c>abs</c>). Default <c>abs</c>.</summary>
    public string ThresholdMode { get; init; } = "abs";

    /// <summary>Gets how many evaluations after a reduction do not count. Default 0.</summary>
    public int Cooldown { get; init; }

    /// <summary>Gets how many evaluations after an increase do not count. Default 0.</summary>
    public int Warmup { get; init; }

    /// <summary>Gets the least learning rate: one for all groups, or one a group. Default 1e-3.</summary>
    public IReadOnlyList<double> MinLr { get; init; } = [1e-3];

    /// <summary>Gets the greatest learning rate: one for all groups, or one a group. Default 1.</summary>
    public IReadOnlyList<double> MaxLr { get; init; } = [1];

    /// <summary>Gets the least change worth making. Default 1e-8.</summary>
    public double Eps { get; init; } = 1e-8;

    /// <summary>Gets whether each change is printed. Default false.</summary>
    public bool Verbose { get; init; }

    /// <summary>Gets whether the metric is averaged over the last <see cref="WindowSize"/> evaluations. Default false.</summary>
    public bool Smooth { get; init; }

    /// <summary>Gets the number of evaluations averaged over. Default 50.</summary>
    public int WindowSize { get; init; } = 50;

    /// <summary>Gets how many reductions at the least learning rate lead back to the first one. Default 500.</summary>
    public int ResetStart { get; init; } = 500;

    internal static GreedyLrOptions From(ScheduleArguments arguments, Optimizer optimizer)
    {
        GreedyLrOptions options = new()
        {
            Mode = arguments.Word("mode", "min", "min", "max"),
            Factor = arguments.Double("factor", 0.95),
            Patience = arguments.Integer("patience", 10),
            Threshold = arguments.Double("threshold", 1e-6),
            ThresholdMode = arguments.Word("threshold_mode", "abs", "rel", "abs"),
            Cooldown = arguments.Integer("cooldown", 0),
            Warmup = arguments.Integer("warmup", 0),
            MinLr = arguments.PerGroup("min_lr", 1e-3, optimizer.ParamGroups.Count),
            MaxLr = arguments.PerGroup("max_lr", 1, optimizer.ParamGroups.Count),
            Eps = arguments.Double("eps", 1e-8),
            Verbose = arguments.Boolean("verbose", false),
            Smooth = arguments.Boolean("smooth", false),
            WindowSize = arguments.Integer("window_size", 50),
            ResetStart = arguments.Integer("reset_start", 500),
        };
        arguments.End();
        return options;
    }
}
