using FineTune.IO;

namespace FineTune.Hub;

/// <summary>Where a content goes, and under which name it grows.</summary>
/// <param name="Destination">The path it is renamed to when it is complete and its hash is right.</param>
/// <param name="PartialStem">What partial files begin with; they lie on the same disk.</param>
/// <param name="IsExclusive">Whether nobody else writes the same content, so that a partial file may have a name that the next run finds.</param>
internal sealed record DownloadTarget(string Destination, string PartialStem, bool IsExclusive)
{
    /// <summary>Gets the name of a partial file that is kept. No file of the reference's is called so, nor is it seen as a blob by it.</summary>
    public string KeptPartial => PartialStem + ".finetune.incomplete";

    /// <summary>A name of one's own, as the reference gives it.</summary>
    public string OwnPartial() => TemporaryName.Beside(PartialStem, "incomplete");
}
