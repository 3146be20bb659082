namespace FineTune.Tests.Training.Pushes;

/// <summary>A commit in memory.</summary>
internal sealed record MemoryCommit(string Message, IReadOnlyDictionary<string, byte[]> Files);
