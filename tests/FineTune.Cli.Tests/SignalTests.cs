using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace FineTune.Cli.Tests;

/// <summary>The real program, interrupted by real signals: it saves and leaves, and what is resumed is the same run.</summary>
public sealed partial class SignalTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData("TERM", "loss")] // between or within optimizer steps
    [InlineData("INT", "eval_loss")] // now and then within an evaluation
    public void A_signal_saves_a_checkpoint_and_leaves_with_130(string signal, string after)
    {
        int number = signal == "TERM" ? 15 : 2;
        if (OperatingSystem.IsWindows() || IsIgnored(number))
        {
            return; // There are no such signals, or whoever started the tests in the background turned it off for all of them.
        }

        string[] flags =
        [
            "--max_steps", "150", "--validation_file", command.At("dev.csv"), "--eval_strategy", "steps", "--eval_steps", "3", "--logging_steps", "2",
            "--gradient_accumulation_steps", "3", "--per_device_train_batch_size", "2", "--save_steps", "1000", "--log_format", "json",
        ];
        Assert.Equal(0, command.Train("whole-" + signal, flags).Code);

        int code = Interrupt("cut-" + signal, flags, number, after);
        int step = Directory.EnumerateDirectories(command.At("cut-" + signal), "checkpoint-*").Select(Step).Single();
        Finished resumed = command.Run("resume", command.At("cut-" + signal));

        Assert.Equal(CommandLine.Interrupted, code);
        Assert.InRange(step, 1, 149);
        Assert.Equal(0, resumed.Code);
        Assert.Equal(File.ReadAllBytes(command.At("whole-" + signal, "model.safetensors")), File.ReadAllBytes(command.At("cut-" + signal, "model.safetensors")));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static bool IsIgnored(int signal) => File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } mask
        && (Convert.ToUInt64(mask["SigIgn:".Length..].Trim(), 16) >> (signal - 1) & 1) == 1;

    private static int Step(string folder) => int.Parse(Path.GetFileName(folder)["checkpoint-".Length..], CultureInfo.InvariantCulture);

    /// <summary>Trains in a process of its own and signals it as soon as it has printed a record with a key.</summary>
    private int Interrupt(string name, string[] flags, int signal, string after)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] words =
        [
            Path.Combine(AppContext.BaseDirectory, "FineTune.Cli.dll"), "train", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"),
            "--no_pad_to_max_length", "--output_dir", command.At(name), .. flags,
        ];
        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (process.StandardOutput.ReadLine() is { } line && !line.Contains($"\"{after}\"", StringComparison.Ordinal))
        {
        }

        Assert.Equal(0, Kill(process.Id, signal));
        _ = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
