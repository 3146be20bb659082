namespace FineTune.Hub;

/// <summary>The bytes of an uploaded file, from the beginning of a push to its end: read several times, and each time the same.</summary>
internal abstract class UploadContent(string pathInRepo, long size, byte[] sample)
{
    /// <summary>How much of its beginning the Hub is shown to decide whether a file is text.</summary>
    public const int SampleLength = 512;

    private string? _sha256;

    public string PathInRepo { get; } = pathInRepo;

    public long Size { get; } = size;

    public byte[] Sample { get; } = sample;

    /// <summary>Gets whether the Hub has the bytes already, so that only their hash is told.</summary>
    public virtual bool IsUploaded => false;

    public abstract Stream Open();

    /// <summary>Makes sure that nobody has written to the file since <see cref="UploadSource.Begin"/>.</summary>
    /// <exception cref="IOException">Somebody has.</exception>
    public virtual void ThrowIfChanged()
    {
    }

    /// <summary>The hash a large file is stored under, computed once.</summary>
    /// <param name="progress">Is told how many bytes were read.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public virtual async Task<string> Sha256Async(ProgressReport? progress, CancellationToken cancellationToken) =>
        _sha256 ??= await HashAsync(BlobHash.Sha256(), progress, cancellationToken);

    /// <summary>The hash git stores a small file under.</summary>
    public Task<string> GitOidAsync(CancellationToken cancellationToken) =>
        HashAsync(BlobHash.Git(Size), progress: null, cancellationToken);

    private async Task<string> HashAsync(BlobHash begun, ProgressReport? progress, CancellationToken cancellationToken)
    {
        using BlobHash hash = begun;
        ThrowIfChanged();
        await using (Stream stream = Open())
        {
            await hash.AppendAsync(stream, cancellationToken, done => progress?.Hashed(done, Size));
        }

        ThrowIfChanged();
        return hash.Finish();
    }
}
