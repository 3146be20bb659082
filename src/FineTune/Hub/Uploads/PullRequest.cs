namespace FineTune;

/// <summary>A pull request of a repository.</summary>
/// <param name="Number">Its number among the repository's discussions.</param>
/// <param name="Title">Its title.</param>
/// <param name="Url">The address of its page.</param>
public sealed record PullRequest(int Number, string Title, string Url)
{
    /// <summary>Gets the revision that commits to it go to, such as <c>refs/pr/1</c>.</summary>
    public string GitReference => $"refs/pr/{Number}";
}
