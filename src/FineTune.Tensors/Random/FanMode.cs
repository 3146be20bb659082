namespace FineTune;

/// <summary>Which of a weight's fans an initialiser keeps the variance of.</summary>
public enum FanMode
{
    /// <summary>The inputs of one output: variance is kept forward.</summary>
    FanIn,

    /// <summary>The outputs of one input: variance is kept backward.</summary>
    FanOut,
}
