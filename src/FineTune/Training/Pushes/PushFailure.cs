namespace FineTune.Training;

/// <summary>A push that did not arrive: what its first commit would have said, and why.</summary>
internal sealed record PushFailure(string Message, Exception Exception);
