using System.Diagnostics;

namespace FineTune.Cli.Tests;

/// <summary>What a terminal shows: of a run to its end, of one that is interrupted, and of the one that goes on from there.</summary>
public sealed class TerminalTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void The_last_line_of_the_bar_has_the_loss_and_the_closing_evaluation_adds_no_row()
    {
        Finished run = command.Train("live", "--validation_file", command.At("dev.csv"), "--eval_strategy", "steps", "--eval_steps", "2", "--do_eval", "--log_format", "live");

        string[] lines = Screen(run.Output);
        Assert.Matches(@"^100% \[#{24}\] 4/4  .* steps/s  loss 1\.\d+$", Assert.Single(lines, line => line.Contains("4/4", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.Contains("Validation Loss", StringComparison.Ordinal));
        Assert.Equal(["2", "4"], lines.Where(line => line.StartsWith("       ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]));
    }

    [Fact]
    public void A_resumed_run_says_where_it_goes_on_and_not_what_its_first_model_lacked()
    {
        string[] flags = ["--validation_file", command.At("dev.csv"), "--eval_strategy", "steps", "--eval_steps", "1", "--save_steps", "2", "--logging_steps", "1"];
        Finished whole = command.Train("cut", flags);
        Directory.Delete(command.At("cut", "checkpoint-4"), recursive: true);
        File.Delete(command.At("cut", "model.safetensors"));

        Finished resumed = command.Run("resume", command.At("cut"), "--log_format", "live");

        Assert.Contains("MISSING", whole.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("MISSING", resumed.Errors, StringComparison.Ordinal);
        string[] lines = Screen(resumed.Output);
        Assert.Contains($"Going on from {command.At("cut", "checkpoint-2")}: step 2 of 4, epoch 0.6667", lines);
        Assert.Single(lines, line => line.Contains("Validation Loss", StringComparison.Ordinal));
        Assert.Equal(["1", "2", "3", "4"], lines.Where(line => line.StartsWith("       ", StringComparison.Ordinal)).Select(line => line.Trim().Split(' ')[0]));
    }

    [Fact]
    public void Nothing_to_go_on_from_is_said_with_what_is_drawn_anew()
    {
        command.Train("begun", "--save_strategy", "no");
        File.Delete(command.At("begun", "model.safetensors"));

        Assert.Contains("MISSING", command.Run("resume", command.At("begun")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupt_leaves_the_bar_whole_and_says_everything_once()
    {
        const string Script = "/usr/bin/script";
        if (!OperatingSystem.IsLinux() || !File.Exists(Script))
        {
            return;
        }

        string flags = $"--model_name_or_path {command.Model} --train_file {command.At("train.csv")} --no_pad_to_max_length --max_steps 100000 --save_steps 100000 --output_dir {command.At("torn")}";
        ProcessStartInfo start = new(Script) { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string word in (string[])["-qfec", $"stty cols 100; env --default-signal {TestedProgram.Line} train {flags}", "/dev/null"])
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        string shown = string.Empty;
        char[] buffer = new char[4096];
        bool isInterrupted = false;
        while (process.StandardOutput.Read(buffer) is > 0 and int count)
        {
            shown += new string(buffer, 0, count);
            if (!isInterrupted && shown.Contains(" loss ", StringComparison.Ordinal))
            {
                isInterrupted = true;
                process.StandardInput.Write('\u0003'); // What the terminal makes Ctrl-C of.
                process.StandardInput.Flush();
            }
        }

        process.WaitForExit();

        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        string[] lines = Screen(shown);
        int said = Array.FindIndex(lines, line => line.StartsWith("finetune: interrupted; saving", StringComparison.Ordinal));
        Assert.True(said >= 0, shown[Math.Max(0, shown.Length - 800)..]);
        Assert.Matches(@"^ *\d+% \[[#.]{24}\] \d+/100000 .* loss [\d.]+$", lines[said + 1]);
        Assert.Matches(@"^finetune: Training was interrupted after step \d+\. The last good checkpoint is .*checkpoint-\d+\.$", lines[said + 2]);
        Assert.Equal($"Run again: finetune resume {command.At("torn")}", lines[said + 3]);
        Assert.Equal(said + 4, lines.Length);
    }

    /// <summary>What is left on a screen of what was written to it.</summary>
    private static string[] Screen(string text) =>
    [
        .. text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n').Split('\n')
            .Select(line => line.Split("\u001b[K")[^1].Split('\r')[^1].Replace("\u001b[1m", string.Empty, StringComparison.Ordinal).Replace("\u001b[0m", string.Empty, StringComparison.Ordinal)),
    ];
}
