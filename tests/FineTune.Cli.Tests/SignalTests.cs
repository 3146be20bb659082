using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using FineTune.Terminal;

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
        for (int late = 0; late < 5 && code == CommandLine.Done; late++)
        {
            Directory.Delete(command.At("cut-" + signal), recursive: true); // Where others keep the processors, the last step may come before the signal.
            code = Interrupt("cut-" + signal, flags, number, after);
        }

        int step = Directory.EnumerateDirectories(command.At("cut-" + signal), "checkpoint-*").Select(Step).Single();
        Finished resumed = command.Run("resume", command.At("cut-" + signal));

        Assert.Equal(CommandLine.Interrupted, code);
        Assert.InRange(step, 1, 149);
        Assert.Equal(0, resumed.Code);
        Assert.Equal(File.ReadAllBytes(command.At("whole-" + signal, "model.safetensors")), File.ReadAllBytes(command.At("cut-" + signal, "model.safetensors")));
    }

    [Fact]
    public void A_second_signal_leaves_at_once()
    {
        const int Term = 15;
        if (OperatingSystem.IsWindows() || IsIgnored(Term))
        {
            return;
        }

        // A pipe that nobody writes to: the run is stuck where no first signal reaches it.
        string pipe = command.At("stuck.csv");
        Assert.Equal(0, MakeFifo(pipe, Convert.ToUInt32("600", 8)));
        using Process process = Start("stuck", ["--train_file", pipe]);
        using FileStream writer = new(pipe, FileMode.Open, FileAccess.Write);

        Assert.Equal(0, Kill(process.Id, Term));
        string? line = process.StandardError.ReadLine();
        while (line?.Contains("A second interrupt leaves at once", StringComparison.Ordinal) == false)
        {
            line = process.StandardError.ReadLine();
        }

        Assert.NotNull(line);
        Assert.False(process.WaitForExit(500));
        Assert.Equal(0, Kill(process.Id, Term));
        Assert.True(process.WaitForExit(20_000));
        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        Assert.False(Directory.Exists(command.At("stuck")));
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "kill")]
    internal static partial int Kill(int process, int signal);

    internal static bool IsIgnored(int signal) =>
        ProcFile.Value("/proc/self/status", "SigIgn") is { } mask && (Convert.ToUInt64(mask, 16) >> (signal - 1) & 1) == 1;

    private static int Step(string folder) => int.Parse(Path.GetFileName(folder)["checkpoint-".Length..], CultureInfo.InvariantCulture);

    /// <summary>Trains in a process of its own and signals it as soon as it has printed a record with a key.</summary>
    private int Interrupt(string name, string[] flags, int signal, string after)
    {
        using Process process = Start(name, ["--train_file", command.At("train.csv"), .. flags]);
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

    private Process Start(string name, string[] flags) => TestedProgram.Start(
        ["train", "--model_name_or_path", command.Model, "--no_pad_to_max_length", "--output_dir", command.At(name), .. flags]);
}
