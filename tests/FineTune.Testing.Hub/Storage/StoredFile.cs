using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace FineTune.Testing.Storage;

/// <summary>A file as git has it.</summary>
/// <param name="Oid">Git's hash of the content, or of the pointer that stands for a large file.</param>
/// <param name="Size">The bytes of the content.</param>
/// <param name="Sha256">Of the content; large files only.</param>
internal sealed record StoredFile(string Oid, long Size, string? Sha256)
{
    /// <summary>Gets what names the content in the <see cref="ObjectStore"/>, and what the Hub gives as its tag.</summary>
    public string Key => Sha256 ?? Oid;

    public byte[] Pointer => Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"version https://git-lfs.github.com/spec/v1\noid sha256:{Sha256}\nsize {Size}\n"));

    public static StoredFile Large(string sha256, long size)
    {
        StoredFile file = new("", size, sha256);
        return file with { Oid = GitHash(file.Pointer) };
    }

    public static StoredFile Regular(byte[] content) => new(GitHash(content), content.Length, null);

    public static string Sha256Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static string Sha1Of(string text) => Hex(Encoding.UTF8.GetBytes(text));

    private static string GitHash(byte[] content) => Hex([.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"blob {content.Length}\0")), .. content]);

#pragma warning disable CA5350 // git's hash is SHA-1
    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(SHA1.HashData(bytes));
#pragma warning restore CA5350
}
