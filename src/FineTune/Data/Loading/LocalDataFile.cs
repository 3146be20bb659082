namespace FineTune.Data;

/// <summary>A data file on this machine.</summary>
internal sealed class LocalDataFile(string path) : DataFileSource(path.Replace(System.IO.Path.DirectorySeparatorChar, '/'))
{
    public override Task<string> FetchAsync(CancellationToken cancellationToken) => Task.FromResult(path);

    public override ReadableFile ToReadable() => ReadableFile.Local(path);
}
