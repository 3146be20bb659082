namespace FineTune.Training;

/// <summary>One commit: the files of a folder, where in the repository they go (null for its root), and what it says.</summary>
internal sealed record PushPart(string Folder, string? PathInRepo, string Message);
