using ZstdSharp;

namespace FineTune.Data;

/// <summary>Files that are packed as a whole: what they are is said by their first bytes.</summary>
internal static class Packing
{
    private const int HeadLength = 10;

    /// <summary>The endings that say a file is packed; the ending before them says its format.</summary>
    private static readonly string[] s_endings = [".gz", ".zst", ".bz2", ".xz", ".lz4"];

    /// <summary>Gets a path without an ending such as <c>.gz</c>.</summary>
    public static string WithoutEnding(string path) =>
        s_endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? Path.ChangeExtension(path, null) : path;

    /// <summary>Gets a stream of a file's content, unpacked as it is read if the file is packed.</summary>
    /// <param name="path">The file's name, for errors.</param>
    /// <param name="file">The file, which the stream owns from here on; a pipe is refused.</param>
    /// <exception cref="InvalidDataException">It is a pipe, or packed in a way that is not supported; the message says what to do.</exception>
    public static Stream Unpack(string path, Stream file)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        int count = file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        if (!file.CanSeek)
        {
            file.Dispose();
            throw DataError.NoPlainFile(path);
        }

        file.Position = 0;
        switch (head[..count])
        {
            case [0x1F, 0x8B, ..]:
                return new UnpackingStream(path, "gzip", new GzipContent(file));
            case [0x28, 0xB5, 0x2F, 0xFD, ..]:
                return new UnpackingStream(path, "zstandard", new DecompressionStream(file, leaveOpen: false));
            case [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59]:
                throw Refuse(path, file, "bzip2", "bunzip2");
            case [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..]:
                throw Refuse(path, file, "xz", "unxz");
            case [0x04, 0x22, 0x4D, 0x18, ..]:
                throw Refuse(path, file, "lz4", "unlz4");
            default:
                return file;
        }
    }

    private static InvalidDataException Refuse(string path, Stream file, string kind, string command)
    {
        file.Dispose();
        return DataError.UnsupportedPacking(path, kind, command);
    }
}
