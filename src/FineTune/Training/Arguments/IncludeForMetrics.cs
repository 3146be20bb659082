namespace FineTune;

/// <summary>What metrics see beside predictions and labels. In JSON and on the command line a list of: inputs, loss.</summary>
[Flags]
public enum IncludeForMetrics
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The model's main input: the token ids.</summary>
    Inputs = 1,

    /// <summary>The losses of the batches.</summary>
    Loss = 2,
}
