using System.Diagnostics;
using System.Text;

namespace FineTune.Cli.Tests;

/// <summary>
/// The command as a program of its own: that of this build or, if FINETUNE_TEST_PROGRAM names one, a published one, which then runs what tests
/// otherwise run in their own process, too.
/// </summary>
internal static class TestedProgram
{
    /// <summary>Gets the published program, or null.</summary>
    public static string? Published { get; } = Environment.GetEnvironmentVariable("FINETUNE_TEST_PROGRAM") is { Length: > 0 } path ? path : null;

    /// <summary>Gets the words that start the program.</summary>
    // From its own folder: what lies beside the tests goes by their frameworks.
    public static IReadOnlyList<string> Words { get; } = Published is { } path ? [path] :
    [
        "dotnet",
        Path.Combine(AppContext.BaseDirectory.Replace(Path.Combine("tests", "FineTune.Cli.Tests"), Path.Combine("src", "FineTune.Cli"), StringComparison.Ordinal), "FineTune.Cli.dll"),
    ];

    /// <summary>Gets what starts it in a line of a shell.</summary>
    public static string Line => string.Join(' ', Words);

    /// <summary>Starts it with streams that are pipes.</summary>
    public static Process Start(params IEnumerable<string> words)
    {
        ProcessStartInfo start = new(Words[0], [.. Words.Skip(1), .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs it to its end.</summary>
    public static Finished Run(string input, IEnumerable<string> words)
    {
        using Process process = Start(words);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading.
        }

        process.WaitForExit();
        return new Finished(process.ExitCode, output.Result, errors.Result);
    }
}
