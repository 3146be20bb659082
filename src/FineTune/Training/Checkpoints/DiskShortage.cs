namespace FineTune.Training;

/// <summary>There is not the room on the disk that a run will need.</summary>
/// <param name="IsFatal">Whether not even one checkpoint fits.</param>
/// <param name="Message">What is wrong, with the numbers, and what to do.</param>
internal sealed record DiskShortage(bool IsFatal, string Message);
