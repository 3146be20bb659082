using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FineTune.Cli.Tests;

/// <summary>
/// The real program with streams as daemons, pipes and full disks give them: what is printed may be lost, a run is not, and no process waits
/// for somebody who does not come.
/// </summary>
public sealed partial class StreamTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    private const string TextFlags = "predict --model_name_or_path MODEL --text \"play a song\"";
    private const string TrainFlags = "train --model_name_or_path BASE --train_file TRAIN --no_pad_to_max_length --max_steps 3 --save_steps 1 --logging_steps 1 --output_dir OUT";

    [Theory]
    [InlineData("train --bogus 1 2>/dev/full", 2)]
    [InlineData("plan --model_name_or_path nowhere --train_file none.csv 2>&-", 2)]
    [InlineData("nonsense >&- 2>&-", 2)]
    [InlineData("help >/dev/full", 1)]
    [InlineData("info >&-", 1)]
    [InlineData("info >&- 2>&-", 1)]
    [InlineData("info 2>/dev/full >/dev/null", 0)]
    [InlineData(TextFlags + " >/dev/full", 1)]
    [InlineData(TextFlags + " >/dev/full 2>/dev/full", 1)]
    [InlineData(TextFlags + " 2>&- <&-", 0)]
    [InlineData("predict --model_name_or_path MODEL <&-", 2)]
    [InlineData("predict --model_name_or_path MODEL </dev/null", 0)]
    [InlineData("tokenize --model_name_or_path MODEL <&-", 2)]
    [InlineData(TrainFlags + " >/dev/full", 0)]
    [InlineData(TrainFlags + " 2>/dev/full", 0)]
    [InlineData(TrainFlags + " >/dev/full 2>/dev/full", 0)]
    [InlineData(TrainFlags + " >&- 2>&- <&-", 0)]
    [InlineData(TrainFlags + " | head -c 1 >/dev/null", 0)]
    [InlineData(TrainFlags + " --log_format json >/dev/full", 0)]
    [InlineData(TrainFlags + " --disable_tqdm true >&-", 0)]
    public void Exit_codes_are_what_they_are_whatever_the_streams(string line, int code)
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/dev/full"))
        {
            return;
        }

        using Process process = Shell("set -o pipefail 2>/dev/null; " + Full(line));
        string errors = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(60_000));
        Assert.True(code == process.ExitCode, $"{process.ExitCode}: {errors}");
        Assert.Equal(line.StartsWith("train --model", StringComparison.Ordinal), File.Exists(Path.Combine(Out, "trainer_state.json")));
    }

    [Theory]
    [InlineData("FINETUNE_MACHINE_CODE=yes", "predict --model_name_or_path MODEL --text a")]
    [InlineData("FINETUNE_MACHINE_CODE=yes", TrainFlags)]
    [InlineData("FINETUNE_MACHINE_CODE=yes", "info")]
    [InlineData("FINETUNE_NUM_THREADS=two", TrainFlags)]
    [InlineData("FINETUNE_NUM_THREADS=-3", "tokenize --model_name_or_path MODEL --text a")]
    [InlineData("FINETUNE_BF16=fast", TrainFlags + " --bf16")]
    public void A_variable_that_cannot_be_used_is_a_wrong_input(string variable, string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = Shell($"export {variable}; {Full(line)}");
        string errors = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(60_000));
        Assert.True(process.ExitCode == CommandLine.WrongInput, $"{process.ExitCode}: {errors}");
        Assert.Contains($"finetune: The environment variable {variable.Split('=')[0]} is '{variable.Split('=')[1]}', but", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_do_not_wait_for_each_other()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Stopwatch clock = Stopwatch.StartNew();
        using Process process = Shell(Full("train --help all") + " | wc -l >&2");

        Assert.InRange(int.Parse(process.StandardError.ReadToEnd(), System.Globalization.CultureInfo.InvariantCulture), 200, 1000);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(100), $"{clock.Elapsed}"); // Each would cost a second if it were waited for.
    }

    [Theory]
    [InlineData("predict --model_name_or_path MODEL < <(yes play a song 2>/dev/null)")]
    [InlineData("tokenize --model_name_or_path MODEL --json < <(yes play a song 2>/dev/null)")]
    [InlineData("tokenize --model_name_or_path MODEL < <(yes play a song 2>/dev/null) 2>&1")]
    public void What_only_prints_ends_without_a_word_when_its_reader_has_gone(string line)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = Shell($"set -o pipefail; {Full(line)} | head -n 2 >&2");
        string said = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(CommandLine.Failed, process.ExitCode);
        Assert.Equal(2, said.TrimEnd('\n').Split('\n').Length);
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict", "play\\ncaf\\xe9 song\\n", "finetune: standard input, line 2, byte 4 of the line (byte 8 of the file): 0xE9 is not UTF-8.")]
    [InlineData("tokenize", "caf\\xe9", "finetune: standard input, line 1, byte 4 of the line (byte 3 of the file): 0xE9 is not UTF-8.")]
    [InlineData("predict", "\\xff\\xfep\\0l\\0a\\0y\\0", "finetune: standard input begins with the byte order mark of UTF-16")]
    [InlineData("predict", "p\\0l\\0a\\0y\\0", "finetune: standard input: every other byte of its beginning is 0, as in UTF-16")]
    public void Standard_input_that_is_not_utf8_is_refused_with_line_and_byte(string verb, string bytes, string problem)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = Shell($"{Full(verb + " --model_name_or_path MODEL")} < <(printf '{bytes}')");
        string errors = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(CommandLine.WrongInput, process.ExitCode);
        Assert.StartsWith(problem, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_text()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = Shell($"{Full("predict --model_name_or_path MODEL --json")} < <(printf '\\xef\\xbb\\xbfplay \\xc3\\xa4\\n') >&2");

        Assert.StartsWith("{\"text\": \"play \u00e4\"", System.Text.RegularExpressions.Regex.Unescape(process.StandardError.ReadToEnd()), StringComparison.Ordinal);
        Assert.True(process.WaitForExit(60_000));
    }

    [Fact]
    public void A_run_whose_reader_has_gone_says_so_once_and_goes_on()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using Process process = Shell($"set -o pipefail; {Full(TrainFlags)} | true");
        string errors = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(CommandLine.Done, process.ExitCode);
        Assert.Single(errors.Split('\n'), part => part.StartsWith("warning: standard output cannot be written (Broken pipe)", StringComparison.Ordinal));
        Assert.True(File.Exists(Path.Combine(Out, "trainer_state.json")));
    }

    [Fact]
    public void What_is_appended_by_two_streams_to_one_file_stays_in_order()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string file = command.At("both.txt");
        using Process process = Shell($"(echo before; {Full(TextFlags)}; {Full("nonsense")}; {Full(TextFlags)} --json) > {file} 2>&1");

        Assert.True(process.WaitForExit(60_000));
        string[] lines = File.ReadAllLines(file);
        Assert.Equal(4, lines.Length);
        Assert.Equal("before", lines[0]);
        Assert.EndsWith("\tplay a song", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("finetune: ", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("{\"text\"", lines[3], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(15, "predict --model_name_or_path MODEL")]
    [InlineData(1, "predict --model_name_or_path MODEL")]
    [InlineData(24, "predict --model_name_or_path MODEL")]
    [InlineData(10, "predict --model_name_or_path MODEL")]
    [InlineData(15, "tokenize --model_name_or_path MODEL")]
    [InlineData(15, TrainFlags + " --max_steps 100000 --save_steps 100000 --disable_tqdm true")] // whose output nobody reads
    [InlineData(1, TrainFlags + " --max_steps 100000 --save_steps 100000")]
    [InlineData(24, TrainFlags + " --max_steps 100000 --save_steps 100000")]
    [InlineData(12, TrainFlags + " --max_steps 100000 --save_steps 100000")]
    [InlineData(30, TrainFlags + " --max_steps 100000 --save_steps 100000")]
    public void The_first_signal_ends_it_whatever_it_waits_for(int signal, string line)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using Process process = Shell("exec env --default-signal " + Full(line), readsNothing: true);
        bool trains = line.StartsWith("train", StringComparison.Ordinal);
        WaitUntil(() => trains ? File.Exists(Path.Combine(Out, "training_args.json")) : process.TotalProcessorTime > TimeSpan.FromMilliseconds(300));
        Thread.Sleep(1500);

        Stopwatch clock = Stopwatch.StartNew();
        Assert.Equal(0, Kill(process.Id, signal));
        Assert.True(process.WaitForExit(20_000));

        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}"); // A second on a machine that has nothing else to do.
        Assert.Equal(trains, Directory.Exists(Out) && Directory.EnumerateDirectories(Out, "checkpoint-*").Any());
    }

    [Theory]
    [InlineData("help")]
    [InlineData("info")]
    [InlineData("init")]
    [InlineData("tokenize --model_name_or_path MODEL --text a")]
    [InlineData(TextFlags)]
    [InlineData("predict --model_name_or_path MODEL --test_file TEST")]
    [InlineData("evaluate --model_name_or_path MODEL --validation_file DEV")]
    [InlineData("evaluate --model_name_or_path MODEL --validation_file DEV --report_to csv")]
    [InlineData("plan --model_name_or_path BASE --train_file TRAIN --max_steps 2")]
    [InlineData("train --model_name_or_path BASE --train_file TRAIN --lr_find")]
    public void What_writes_nothing_needs_no_folder_to_write_into(string line)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string full = Full(line);
        string empty = Directory.CreateDirectory(command.At("empty")).FullName;
        using Process process = Shell($"cd {empty}; TMPDIR=/nonexistent HOME=/nonexistent {full}");
        string errors = process.StandardError.ReadToEnd();

        Assert.True(process.WaitForExit(60_000));
        Assert.True(process.ExitCode == 0, errors);
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty));
    }

    [Fact]
    public void A_signal_that_was_turned_off_stays_off()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using Process process = Shell("trap '' HUP; exec " + Full(TrainFlags + " --max_steps 300 --save_strategy no >/dev/null 2>&1"));
        WaitUntil(() => File.Exists(Path.Combine(Out, "training_args.json")));

        Assert.Equal(0, Kill(process.Id, 1));
        Assert.True(process.WaitForExit(60_000));
        Assert.Equal(0, process.ExitCode);
    }

    private string Out => command.At("out");

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    private static void WaitUntil(Func<bool> isSo)
    {
        for (int i = 0; i < 1500 && !isSo(); i++)
        {
            Thread.Sleep(20);
        }
    }

    private string Full(string line)
    {
        if (line.Contains("MODEL", StringComparison.Ordinal) && !Directory.Exists(command.At("trained")))
        {
            Assert.Equal(0, command.Train("trained", "--save_strategy", "no").Code);
        }

        if (Directory.Exists(Out))
        {
            Directory.Delete(Out, recursive: true);
        }

        string flags = line.Replace("MODEL", command.At("trained"), StringComparison.Ordinal).Replace("BASE", command.Model, StringComparison.Ordinal)
            .Replace("TEST", command.At("test.csv"), StringComparison.Ordinal).Replace("DEV", command.At("dev.csv"), StringComparison.Ordinal).Replace("TRAIN", command.At("train.csv"), StringComparison.Ordinal).Replace("OUT", Out, StringComparison.Ordinal);
        return $"{TestedProgram.Line} {flags}";
    }

    /// <summary>Runs a line in a shell; its streams are pipes, of which nobody reads or writes any if asked for.</summary>
    private static Process Shell(string line, bool readsNothing = false)
    {
        ProcessStartInfo start = new("/bin/bash") { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["HF_HUB_OFFLINE"] = "1"; // A name that is no folder is not looked for on the Hub.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(line);
        Process process = Process.Start(start)!;
        if (!readsNothing)
        {
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
        }

        return process;
    }
}
