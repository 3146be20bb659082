namespace FineTune.Kernels;

/// <summary>A row of a table and the last AdamW step it went through.</summary>
/// <param name="Row">The row.</param>
/// <param name="DoneSteps">The number of that step.</param>
/// <param name="HasMoments">Whether its moments may differ from zero; if not, only weight decay changes it.</param>
internal readonly record struct AdamWLag(int Row, int DoneSteps, bool HasMoments);
