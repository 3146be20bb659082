namespace FineTune.Data;

/// <summary>One data file, wherever it lies.</summary>
/// <param name="path">What an error calls it: a path or an address, with "/" between its parts.</param>
internal abstract class DataFileSource(string path)
{
    public string Path { get; } = path;

    /// <summary>Gets the name without folders.</summary>
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>Gets what follows each dot of the name, with its dot and in lower case: ".csv" and ".gz" of "a.csv.gz".</summary>
    public IEnumerable<string> Extensions => Name.Split('.').Skip(1).Select(part => "." + part.ToLowerInvariant());

    /// <summary>Gets a local copy.</summary>
    public abstract Task<string> FetchAsync(CancellationToken cancellationToken);

    /// <summary>Gets what reads it where it lies.</summary>
    public abstract ReadableFile ToReadable();
}
