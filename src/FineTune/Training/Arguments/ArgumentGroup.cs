namespace FineTune.Training;

/// <summary>Arguments that are about the same thing, as help and configurations show them.</summary>
internal sealed record ArgumentGroup(string Title, IReadOnlyList<Argument> Arguments);
