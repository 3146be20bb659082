using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FineTune.Hub;

/// <summary>The hash that a content's name is, computed as the bytes go by: SHA-256 of large files, the SHA-1 of a git blob of small ones.</summary>
internal sealed class BlobHash : IDisposable
{
    private const int BufferSize = 1 << 18;
    private readonly IncrementalHash _hash;

    private BlobHash(HashAlgorithmName algorithm) => _hash = IncrementalHash.CreateHash(algorithm);

    /// <summary>Starts the hash that a name is of, or gives null when it is of none that is known here.</summary>
    /// <param name="etag">The name.</param>
    /// <param name="size">The whole content's size in bytes, which git hashes first.</param>
    public static BlobHash? For(string etag, long size) => Etag.IsSha256(etag) ? Sha256() : Etag.IsGitBlob(etag) ? Git(size) : null;

    /// <summary>Starts the hash that a large file is stored under.</summary>
    public static BlobHash Sha256() => new(HashAlgorithmName.SHA256);

    /// <summary>Starts the hash that git stores a small file under.</summary>
    public static BlobHash Git(long size)
    {
        BlobHash hash = new(HashAlgorithmName.SHA1);
        hash.Append(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
        return hash;
    }

    /// <summary>The hash of a file, of the kind that a name is.</summary>
    public static async Task<string?> OfFileAsync(string path, string etag, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, useAsync: true);
        using BlobHash? hash = For(etag, file.Length);
        if (hash is null)
        {
            return null;
        }

        await hash.AppendAsync(file, cancellationToken);
        return hash.Finish();
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.AppendData(bytes);

    /// <summary>Takes in the rest of a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Stops between two reads.</param>
    /// <param name="done">Is told after each read how many bytes were taken in.</param>
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken, Action<long>? done = null)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        long total = 0;
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            _hash.AppendData(buffer, 0, read);
            done?.Invoke(total += read);
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
