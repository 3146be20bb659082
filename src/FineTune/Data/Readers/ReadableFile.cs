namespace FineTune.Data;

/// <summary>A file that can be read from its beginning as often as wanted, wherever it is.</summary>
/// <param name="Name">What errors call it: its path or address.</param>
/// <param name="Open">Opens it.</param>
internal sealed record ReadableFile(string Name, Func<Stream> Open)
{
    public static ReadableFile Local(string path) => new(path, () => DataFile.OpenBytes(path));

    /// <summary>A file of a server, a piece of which is fetched ahead.</summary>
    public static ReadableFile Remote(string name, Func<Stream> open) => new(name, () => Packing.Unpack(name, new BufferedStream(open(), 1 << 16)));
}
