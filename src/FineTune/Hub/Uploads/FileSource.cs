namespace FineTune.Hub;

/// <summary>A file of this computer.</summary>
internal sealed class FileSource(string path) : UploadSource
{
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public override UploadContent Begin(string pathInRepo)
    {
        Stamp stamp = Stamp.Of(path) ?? Throw.UploadedFileIsMissing<Stamp>(path);
        byte[] sample = new byte[(int)Math.Min(stamp.Size, UploadContent.SampleLength)];
        using (FileStream stream = OpenFile(path))
        {
            stream.ReadExactly(sample);
        }

        return new Content(path, pathInRepo, stamp, sample);
    }

    private static FileStream OpenFile(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private readonly record struct Stamp(long Size, DateTime Written)
    {
        public static Stamp? Of(string path) =>
            LinkedFile.Exists(path) && LinkedFile.Final(path) is { } target ? new(target.Length, target.LastWriteTimeUtc) : null;
    }

    private sealed class Content(string path, string pathInRepo, Stamp stamp, byte[] sample) : UploadContent(pathInRepo, stamp.Size, sample)
    {
        public override Stream Open() => OpenFile(path);

        public override void ThrowIfChanged()
        {
            if (Stamp.Of(path) is var now && now != stamp)
            {
                Throw.UploadedFileChanged(path, stamp.Size, now?.Size);
            }
        }
    }
}
