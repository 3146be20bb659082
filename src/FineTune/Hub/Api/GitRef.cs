namespace FineTune;

/// <summary>A name for a commit.</summary>
/// <param name="Name">The branch's or tag's name, or a pull request's number.</param>
/// <param name="Ref">The full name, such as <c>refs/heads/main</c>.</param>
/// <param name="TargetCommit">The commit it stands for.</param>
public sealed record GitRef(string Name, string Ref, string TargetCommit);
