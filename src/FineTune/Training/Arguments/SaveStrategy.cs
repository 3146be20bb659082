namespace FineTune;

/// <summary>When a checkpoint is saved. In JSON and on the command line: no, steps, epoch, best.</summary>
public enum SaveStrategy
{
    /// <summary>Never.</summary>
    No,

    /// <summary>After every so many optimizer steps, and at the last one.</summary>
    Steps,

    /// <summary>At the end of each epoch.</summary>
    Epoch,

    /// <summary>After each evaluation that is better than all before.</summary>
    Best,
}
