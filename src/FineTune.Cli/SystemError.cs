namespace FineTune.Cli;

/// <summary>What the operating system refused, with what helps.</summary>
internal static class SystemError
{
    /// <summary>Gets the message of an error, and the fix where the system's own words name none.</summary>
    public static string Describe(Exception exception) =>
        exception.GetType().Assembly == typeof(object).Assembly && FixOf(exception) is { } fix ? $"{exception.Message.TrimEnd('.')}. {fix}" : exception.Message;

    private static string? FixOf(Exception exception) => NumberOf(exception) switch
    {
        28 or unchecked((int)0x80070070) or unchecked((int)0x80070027) => "The disk is full: free some room, or name a folder on another one (--output_dir; TMPDIR for temporary files).",
        122 or 69 => "The quota of the disk is used up: free some room, or name a folder on another one.",
        13 or 1 or unchecked((int)0x80070005) => "Change the permissions, or name another path.",
        30 => "The disk is mounted read-only: name a folder on another one.",
        24 or 23 => "Too many files are open: raise the limit (ulimit -n).",
        27 => "The file is larger than the disk or the process's limit (ulimit -f) allows: raise it, or name a folder on another disk.",
        36 or 63 or unchecked((int)0x800700CE) => "The path is too long: name a shorter one.",
        5 or 116 or 70 or 121 => "The disk, or the network it is reached by, fails: check it, and start again.",
        _ when exception is DirectoryNotFoundException => "Check the path; relative ones begin at the current directory.",
        _ => null,
    };

    private static int NumberOf(Exception exception) => exception is UnauthorizedAccessException { InnerException: IOException inner } ? inner.HResult : exception.HResult;
}
