namespace FineTune;

/// <summary>Which checkpoint <c>Trainer.Train</c> goes on from.</summary>
public sealed class ResumeFrom
{
    private ResumeFrom(string? folder) => Folder = folder;

    /// <summary>Gets the newest checkpoint in the run's folder that is complete; damaged ones are named and left alone.</summary>
    public static ResumeFrom LastCheckpoint { get; } = new(folder: null);

    /// <summary>Gets the folder, or null for the newest.</summary>
    internal string? Folder { get; }

    /// <summary>Chooses a checkpoint by its folder, <c>out/checkpoint-500</c>.</summary>
    public static ResumeFrom Path(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new ResumeFrom(folder);
    }

    /// <inheritdoc/>
    public override string ToString() => Folder ?? "the newest checkpoint";
}
