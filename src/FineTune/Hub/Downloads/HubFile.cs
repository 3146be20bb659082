namespace FineTune.Hub;

/// <summary>A file that is wanted.</summary>
/// <param name="Repo">The repository.</param>
/// <param name="Revision">A branch, tag or commit.</param>
/// <param name="Path">The path in the repository, with <c>/</c>; empty: all of it, in messages.</param>
internal sealed record HubFile(RepoId Repo, string Revision, string Path)
{
    /// <summary>Refuses names that are none, before they get into a path or an address.</summary>
    /// <exception cref="ArgumentException">The path or the revision breaks the rules; the message says which.</exception>
    public HubFile Checked()
    {
        HubNames.CheckFile(Path);
        HubNames.CheckRevision(Revision);
        return this;
    }

    public override string ToString() => $"{(Path.Length > 0 ? $"\"{Path}\" of " : string.Empty)}{Repo} at \"{Revision}\"";
}
