namespace FineTune.Data;

/// <summary>A split whose files are ready for the commit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="NumBytes">How much memory its rows take.</param>
/// <param name="NumExamples">How many rows it has.</param>
/// <param name="FileBytes">How large its files are together.</param>
/// <param name="Files">The files.</param>
internal sealed record PushedSplit(string Name, long NumBytes, int NumExamples, long FileBytes, IReadOnlyList<CommitOperationAdd> Files);
