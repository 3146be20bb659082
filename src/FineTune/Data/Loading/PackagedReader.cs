namespace FineTune.Data;

/// <summary>A reader of one format, with the name that <c>load_dataset</c> knows it by.</summary>
/// <param name="Name">The name: "csv".</param>
/// <param name="Extensions">The extensions of its files; the first one stands for all.</param>
/// <param name="ReadAsync">Reads a local file.</param>
/// <param name="Stream">Reads a file row by row.</param>
internal sealed record PackagedReader(
    string Name,
    string[] Extensions,
    Func<string, ReaderOptions, CancellationToken, Task<Dataset>> ReadAsync,
    Func<ReadableFile, ReaderOptions, ExampleShard> Stream)
{
    /// <summary>Whether files of that extension are its.</summary>
    public bool Reads(string extension) => Extensions.Contains(extension, StringComparer.Ordinal);

    public override string ToString() => Name;
}
