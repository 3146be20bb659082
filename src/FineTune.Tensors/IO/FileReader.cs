using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FineTune.IO;

/// <summary>Reads parts of a file straight into their destination. Safe for use by several threads at once.</summary>
internal sealed class FileReader : IDisposable
{
    private const int FloatsAtOnce = 1 << 26;

    private readonly SafeFileHandle _handle;

    public FileReader(string path)
    {
        Path = path;
        _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.RandomAccess);
        try
        {
            Length = RandomAccess.GetLength(_handle);
        }
        catch
        {
            _handle.Dispose();
            throw;
        }
    }

    public string Path { get; }

    /// <summary>Gets the number of bytes the file had when it was opened.</summary>
    public long Length { get; }

    /// <summary>Fills the destination from a position.</summary>
    /// <exception cref="EndOfStreamException">The file ends before, because it became shorter.</exception>
    public void Read(Span<byte> destination, long position)
    {
        while (destination.Length > 0)
        {
            int count = RandomAccess.Read(_handle, destination, position);
            if (count == 0)
            {
                Throw.FileShrank(Path);
            }

            destination = destination[count..];
            position += count;
        }
    }

    /// <summary>Fills the destination with little-endian floats from a position.</summary>
    /// <exception cref="EndOfStreamException">The file ends before, because it became shorter.</exception>
    public void Read(Span<float> destination, long position)
    {
        // A span of bytes is too short for the longest spans of floats.
        for (; destination.Length > 0; destination = destination[Math.Min(FloatsAtOnce, destination.Length)..])
        {
            Span<byte> bytes = MemoryMarshal.AsBytes(destination[..Math.Min(FloatsAtOnce, destination.Length)]);
            Read(bytes, position);
            position += bytes.Length;
        }
    }

    public void Dispose() => _handle.Dispose();
}
