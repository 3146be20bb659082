using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FineTune.Hub;

/// <summary>The hash that a content's name is, computed as the bytes go by: SHA-256 of large files, the SHA-1 of a git blob of small ones.</summary>
internal sealed class BlobHash : IDisposable
{
    private const int BufferSize = 1 << 18;
    private readonly IncrementalHash _hash;

    private BlobHash(string etag, long size)
    {
        IsSha256 = Etag.IsSha256(etag);
        _hash = IncrementalHash.CreateHash(IsSha256 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1);
        if (!IsSha256)
        {
            _hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {size}\0")));
        }
    }

    public bool IsSha256 { get; }

    /// <summary>Starts the hash that a name is of, or gives null when it is of none that is known here.</summary>
    /// <param name="etag">The name.</param>
    /// <param name="size">The whole content's size in bytes, which git hashes first.</param>
    public static BlobHash? For(string etag, long size) => Etag.IsSha256(etag) || Etag.IsGitBlob(etag) ? new(etag, size) : null;

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
    public async Task AppendAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferSize];
        while (await stream.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            _hash.AppendData(buffer, 0, read);
        }
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();
}
