using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace FineTune.Samples.Tests;

/// <summary>A user's own program that is interrupted while it trains: a real process, which knows nothing of tokens or signals.</summary>
public sealed partial class InterruptTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("finetune-interrupt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, 130)] // Ctrl-C
    [InlineData(15, 143)]
    public async Task A_program_that_is_interrupted_saves_and_ends_with_one_line(int signal, int code)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using Process process = Start("out");
        string checkpoints = Path.Combine(_folder, "out");
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
        }
        while (line?.Contains("  loss ", StringComparison.Ordinal) == false);

        Assert.NotNull(line); // It is somewhere in its steps.
        Task<string> rest = process.StandardOutput.ReadToEndAsync();
        Assert.Equal(0, Kill(process.Id, signal));
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await rest;

        Assert.True(process.ExitCode == code, $"{process.ExitCode}: {errors}");
        Assert.Matches(
            @"^Warning: The signal to terminate \(SIG(INT|TERM)\) arrived: training saves a checkpoint and ends\.\n"
            + @"Training was interrupted after step \d+\. The last good checkpoint is \S+checkpoint-\d+\. Run again, with trainer\.Train\(ResumeFrom\.LastCheckpoint\), to go on\.\n$",
            string.Concat(errors.Split('\n').SkipWhile(line => !line.StartsWith("Warning: The signal", StringComparison.Ordinal)).Select(line => line.Length > 0 ? line + "\n" : string.Empty)));
        Assert.Single(Directory.EnumerateDirectories(checkpoints, "checkpoint-*"));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private Process Start(string output)
    {
        string data = Path.Combine(_folder, "reviews.csv");
        File.WriteAllText(data, "text,label\n" + string.Concat(Enumerable.Range(0, 40000).Select(i => $"it was {(i % 2 == 0 ? "good" : "bad")} {i},{i % 2}\n")), new UTF8Encoding(false));
        string program = AppContext.BaseDirectory.Replace(Path.Combine("tests", "FineTune.Samples.Tests"), Path.Combine("samples", "CsvClassification"), StringComparison.Ordinal);

        // A shell that starts something in the background has it ignore Ctrl-C, and these tests may run there.
        ProcessStartInfo start = new("/usr/bin/env") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in (string[])["--default-signal=INT", "dotnet", Path.Combine(program, "CsvClassification.dll"), TinyModel.Create(Path.Combine(_folder, "model")), data, Path.Combine(_folder, output)])
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start)!;
    }
}
