using System.Text;

namespace FineTune.Testing;

/// <summary>A file of a repository.</summary>
public readonly record struct SeedFile(string Path, byte[] Content)
{
    public static implicit operator SeedFile((string Path, byte[] Content) file) => new(file.Path, file.Content);

    public static implicit operator SeedFile((string Path, string Text) file) => new(file.Path, Encoding.UTF8.GetBytes(file.Text));
}
