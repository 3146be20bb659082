using System.Text;
using FineTune.Data;
using FineTune.Runtime;
using FineTune.Terminal;

namespace FineTune.Cli;

/// <summary>
/// The process's own streams, whatever they are: closed, full, broken or slow ones are written to and read from without harm. What stands at
/// a number that was closed when the process began is none of ours, and is left alone.
/// </summary>
internal static class StandardStreams
{
    private const long ClosedOnExec = 0x80000;

    /// <summary>Gets or sets whether it is worth a word that nobody reads standard output any more: a verb that only prints just ends.</summary>
    public static bool TellsOfGoneReader { get; set; }

    /// <summary>Puts safe streams in the places of the console's.</summary>
    /// <returns>Standard input; null when it is closed.</returns>
    public static TextReader? Install()
    {
        SafeWriter errors = Wrap(2, () => Console.Error);
        SafeWriter output = Wrap(1, OpenOutput);
        output.OnFailure = failure =>
        {
            if (TellsOfGoneReader || !IsGoneReader(failure))
            {
                errors.WriteLine($"warning: standard output cannot be written ({failure.Message.TrimEnd('.')}): what is printed there is lost, the files are not.");
            }
        };
        SafeConsole.Use(output, errors);
        bool isFile = Console.IsInputRedirected && Console.InputEncoding.CodePage == Encoding.UTF8.CodePage; // A console of another code page gets and gives that.
        return !IsOpen(0) ? null : isFile ? ReadInput(Console.OpenStandardInput()) : Console.In;
    }

    /// <summary>Reads what comes from a pipe or a file as data files are read: as UTF-8 and nothing else, without its byte order mark.</summary>
    private static StreamReader ReadInput(Stream stream) =>
        new(new Utf8Guard(stream, "standard input"), Encoding.UTF8, detectEncodingFromByteOrderMarks: false);

    /// <summary>Opens standard output so that a reader that has gone is noticed; a terminal has none.</summary>
    private static TextWriter OpenOutput()
    {
        TextWriter console = Console.Out; // Which sets the runtime's console up, too.
        Stream? stream = !Console.IsOutputRedirected ? null : OperatingSystem.IsWindows() ? WindowsOutput.OpenPipe() : new UnixOutput(1);
        return stream is null ? console : new StreamWriter(stream, console.Encoding);
    }

    /// <summary>EPIPE, and what Windows says instead.</summary>
    private static bool IsGoneReader(Exception failure) =>
        failure is IOException { HResult: 32 or unchecked((int)0x8007006D) or unchecked((int)0x800700E8) };

    private static SafeWriter Wrap(int number, Func<TextWriter> open)
    {
        TextWriter? writer = null;
        Exception? failure = IsOpen(number) ? null : new IOException("it is closed");
        try
        {
            writer = failure is null ? open() : null;
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        return new SafeWriter(() => writer ?? throw new IOException(failure!.Message, failure));
    }

    /// <summary>A stream that was handed to this process is not one that ends when a program starts; everything the runtime opens is.</summary>
    private static bool IsOpen(int number)
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/proc/self/fdinfo"))
        {
            return true;
        }

        string? flags = ProcFile.Value($"/proc/self/fdinfo/{number}", "flags");
        return flags is null ? File.Exists($"/proc/self/fdinfo/{number}") : (Convert.ToInt64(flags, 8) & ClosedOnExec) == 0;
    }
}
