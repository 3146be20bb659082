namespace FineTune.Hub;

/// <summary>A large file whose bytes the Hub has already, so that they need not be here any more.</summary>
internal sealed class UploadedSource(string sha256, long size, byte[] sample) : UploadSource
{
    public override UploadContent Begin(string pathInRepo) => new Content(pathInRepo, sha256, size, sample);

    private sealed class Content(string pathInRepo, string sha256, long size, byte[] sample) : UploadContent(pathInRepo, size, sample)
    {
        public override bool IsUploaded => true;

        public override Stream Open() => throw new InvalidOperationException($"Bug in FineTune: the bytes of {PathInRepo} were uploaded before.");

        public override Task<string> Sha256Async(ProgressReport? progress, CancellationToken cancellationToken) => Task.FromResult(sha256);
    }
}
