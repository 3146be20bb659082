namespace FineTune.Hub;

/// <summary>
/// A file that is being fetched, and the hash of what is there of it. One that an earlier run left behind is gone on with: its hash is computed
/// anew from the bytes on disk, which is why nothing but the bytes has to be kept.
/// </summary>
internal sealed class PartialFile : IAsyncDisposable
{
    private readonly string _etag;
    private FileStream _file;
    private BlobHash? _hash;
    private long? _size;

    private PartialFile(string path, string etag, long? size)
    {
        Path = path;
        _etag = etag;
        _size = size;
        _file = Open(path, FileMode.OpenOrCreate);
    }

    public string Path { get; }

    /// <summary>Gets the bytes there are.</summary>
    public long Length { get; private set; }

    /// <summary>Gets or sets the bytes there will be; null while nobody has said.</summary>
    public long? Size
    {
        get => _size;
        set
        {
            if (_size != value)
            {
                _size = value;
                Restart();   // a git hash begins with the size
            }
        }
    }

    /// <summary>Opens a partial file, or begins one.</summary>
    public static async Task<PartialFile> OpenAsync(string path, string etag, long? size, CancellationToken cancellationToken)
    {
        PartialFile partial = new(path, etag, size);
        try
        {
            await partial.TakeUpAsync(cancellationToken);
            return partial;
        }
        catch
        {
            await partial.DisposeAsync();
            throw;
        }
    }

    /// <summary>Begins again. The old file is not cut but left: where locks do not work, another process may just have made a blob of it.</summary>
    public void Restart()
    {
        _file.Dispose();
        File.Delete(Path);
        _file = Open(Path, FileMode.CreateNew);
        _hash?.Dispose();
        _hash = NewHash();
        Length = 0;
    }

    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await _file.WriteAsync(bytes, cancellationToken);
        _hash?.Append(bytes.Span);
        Length += bytes.Length;
    }

    /// <summary>Ends writing and gives the hash of the whole; null when the content's name is of no kind that can be computed.</summary>
    public async Task<string?> FinishAsync(CancellationToken cancellationToken)
    {
        await _file.DisposeAsync();
        return _hash is not null ? _hash.Finish() : await BlobHash.OfFileAsync(Path, _etag, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        _hash?.Dispose();
    }

    private static FileStream Open(string path, FileMode mode) =>
        new(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);

    private BlobHash? NewHash() => _size is { } size ? BlobHash.For(_etag, size) : null;

    private async Task TakeUpAsync(CancellationToken cancellationToken)
    {
        _hash = NewHash();
        bool isOfUse = _hash is not null && _file.Length <= _size;
        if (_file.Length > 0 && !isOfUse)
        {
            Restart();
        }
        else if (_file.Length > 0)
        {
            await _hash!.AppendAsync(_file, cancellationToken);
            Length = _file.Position;
        }
    }
}
