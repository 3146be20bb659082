namespace FineTune.Data;

/// <summary>The files of a folder or of a revision of a repository.</summary>
internal interface IDataTree
{
    /// <summary>Gets what an error calls it.</summary>
    string Name { get; }

    /// <summary>Finds the files that a path or pattern names, sorted by path; none if there are none.</summary>
    ValueTask<IReadOnlyList<DataFileSource>> FindAsync(string pattern, CancellationToken cancellationToken);
}
