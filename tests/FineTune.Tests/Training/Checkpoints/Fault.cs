namespace FineTune.Tests.Training.Checkpoints;

/// <summary>What may go wrong with a disk.</summary>
public enum Fault
{
    /// <summary>It is full (ENOSPC), or cannot be written there (EIO): by turns.</summary>
    Disk,

    /// <summary>The program is killed.</summary>
    Kill,

    /// <summary>The machine goes off: what has not reached the disk is lost.</summary>
    PowerLoss,
}
