namespace FineTune;

/// <summary>When something happens during training. In JSON and on the command line: no, steps, epoch.</summary>
public enum IntervalStrategy
{
    /// <summary>Never.</summary>
    No,

    /// <summary>After every so many optimizer steps.</summary>
    Steps,

    /// <summary>At the end of each epoch.</summary>
    Epoch,
}
