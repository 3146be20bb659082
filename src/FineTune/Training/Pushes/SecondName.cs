using System.Runtime.InteropServices;

namespace FineTune.Training;

/// <summary>Hard links: a second name of a file's bytes, which stay as long as one of the names does.</summary>
internal static partial class SecondName
{
    /// <summary>Gives a file a second name, or copies it where the file system knows no such thing.</summary>
    public static void GiveOrCopy(string file, string name)
    {
        if (!(OperatingSystem.IsWindows() ? CreateHardLink(name, file, 0) : Link(file, name) == 0))
        {
            File.Copy(file, name);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string file, string name);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string name, string file, nint securityAttributes);
}
