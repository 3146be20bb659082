using System.Runtime.InteropServices;

namespace FineTune.Hub;

/// <summary>
/// Pipes, sockets and devices among the entries of a folder. To open one may wait for ever, and .NET takes all of them for plain files.
/// </summary>
internal static partial class SpecialFile
{
    private const int TypeMask = 0xf000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    /// <summary>As long as the longest of the systems' records, with room to spare.</summary>
    private const int RecordLength = 512;

    /// <summary>Whether a path leads to something that is neither a file nor a folder. What cannot be found out is none: opening it will tell.</summary>
    public static bool Is(string path) => Mode(path) is { } mode && (mode & TypeMask) is not (RegularFile or Folder);

    private static int? Mode(string path)
    {
        Span<byte> record = stackalloc byte[RecordLength];
        try
        {
            if (OperatingSystem.IsLinux())
            {
                const int CurrentFolder = -100;
                const uint TypeAndMode = 1 | 2;
                const int PlaceOfMode = 28;
                return Statx(CurrentFolder, path, 0, TypeAndMode, ref record[0]) == 0 ? MemoryMarshal.Read<ushort>(record[PlaceOfMode..]) : null;
            }

            if (OperatingSystem.IsMacOS())
            {
                const int PlaceOfMode = 4;
                int result = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatOfX64(path, ref record[0]) : Stat(path, ref record[0]);
                return result == 0 ? MemoryMarshal.Read<ushort>(record[PlaceOfMode..]) : null;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before statx.
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, ref byte record);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, ref byte record);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatOfX64(string path, ref byte record);
}
