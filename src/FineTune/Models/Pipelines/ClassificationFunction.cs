namespace FineTune;

/// <summary>What turns a classifier's outputs into scores.</summary>
public enum ClassificationFunction
{
    /// <summary>Each output by itself, from 0 to 1.</summary>
    Sigmoid,

    /// <summary>All outputs together, from 0 to 1 with the sum 1.</summary>
    Softmax,

    /// <summary>The outputs as they are.</summary>
    None,
}
