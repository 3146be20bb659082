using System.Diagnostics;
using System.Globalization;

namespace FineTune.Bench.SideBySide;

/// <summary>A process, watched for its memory.</summary>
internal static class Child
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote, and the most memory it had resident, in megabytes.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static (string Output, double PeakMegabytes) Run(string program, IEnumerable<string> words)
    {
        ProcessStartInfo start = new(program, words) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        double peak = 0;
        while (!process.WaitForExit(20))
        {
            peak = Math.Max(peak, HighWaterMark(process.Id));
        }

        return process.ExitCode == 0
            ? (output.Result, peak)
            : throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}:\n{errors.Result}");
    }

    private static double HighWaterMark(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
