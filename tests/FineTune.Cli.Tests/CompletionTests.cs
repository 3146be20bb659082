using System.Diagnostics;

namespace FineTune.Cli.Tests;

/// <summary>The scripts of the shells; bash's, and those of other shells that are here, by asking them to complete lines.</summary>
public sealed class CompletionTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData("fine", "")]
    [InlineData("finetune tr", "train")]
    [InlineData("finetune train --learning_", "--learning_rate")]
    [InlineData("finetune train --learning-", "--learning_rate")]
    [InlineData("finetune predict --learning_", "")]
    [InlineData("finetune predict --top", "--top_k")]
    [InlineData("finetune train --eval_strategy ", "no steps epoch")]
    [InlineData("finetune train --eval_strategy = ", "no steps epoch")]
    [InlineData("finetune train --eval-strategy ep", "epoch")]
    [InlineData("finetune train --eval_strategy = ep", "epoch")]
    [InlineData("finetune train --do_eval tr", "true")]
    [InlineData("finetune train --do_eval --eval_st", "--eval_steps --eval_strategy")]
    [InlineData("finetune train --train_file tra", "train.csv")]
    [InlineData("finetune train --train_file with", "with blank.csv")]
    [InlineData("finetune train --output_dir mo", "model")]
    [InlineData("finetune train --learning_rate ", "")]
    [InlineData("finetune train con", "config.json")]
    [InlineData("finetune resume mo", "model")]
    [InlineData("finetune cache ", "delete list verify")]
    [InlineData("finetune completion po", "powershell")]
    [InlineData("finetune help wh", "whoami")]
    public void Bash_completes_flags_words_and_names_of_files(string line, string expected)
    {
        if (!File.Exists("/bin/bash"))
        {
            return;
        }

        command.Write("with blank.csv", "text,label\n");
        command.Write("config.json", "{}");
        string script = command.Write("finetune.bash", command.Run("completion", "bash").Output);

        // As bash calls it: the words of the line, in which "=" is one of its own.
        string[] words = line.Split(' ');
        string call = $"source '{script}'; cd '{command.Folder}'; COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}); COMP_CWORD={words.Length - 1}; "
            + (words.Length > 1 ? "_finetune; " : string.Empty) + "printf '%s\\n' \"${COMPREPLY[@]}\"";

        string[] found = Shell("/bin/bash", "-c", call).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            expected.Length == 0 ? [] : expected.StartsWith("with ", StringComparison.Ordinal) ? [expected] : expected.Split(' ').Order(StringComparer.Ordinal),
            found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("bash", "/bin/bash -n FILE")]
    [InlineData("zsh", "/usr/bin/zsh -n FILE")]
    [InlineData("fish", "/usr/bin/fish -n FILE")]
    public void A_shell_takes_its_script(string shell, string line)
    {
        Finished run = command.Run("completion", shell);
        string[] words = line.Replace("FILE", command.Write("script." + shell, run.Output), StringComparison.Ordinal).Split(' ');

        Assert.Equal(0, run.Code);
        if (File.Exists(words[0]))
        {
            Assert.Equal(string.Empty, Shell(words[0], words[1..]));
        }
    }

    [Theory]
    [InlineData("zsh", "--learning_rate", "@files", "no steps epoch")]
    [InlineData("fish", "-l learning_rate -x", "-l train_file -r -F", "'no steps epoch'")]
    [InlineData("powershell", "--learning_rate", "'train_file' = '@files'", "'eval_strategy' = 'no steps epoch'")]
    [InlineData("pwsh", "'resume' = '@folders'", "Register-ArgumentCompleter", "'cache' = 'list delete verify'")]
    public void Every_script_has_flags_words_and_files(string shell, params string[] expected)
    {
        string script = command.Run("completion", shell).Output;

        Assert.All(expected, text => Assert.Contains(text, script, StringComparison.Ordinal));
        Assert.DoesNotContain("trust_remote_code", script, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', script);
    }

    [Fact]
    public void Another_shell_is_refused_with_those_there_are()
    {
        Finished run = command.Run("completion", "tcsh");

        Assert.Equal(2, run.Code);
        Assert.Contains("bash, zsh, fish, powershell", Assert.Single(run.Problems), StringComparison.Ordinal);
    }

    private static string Shell(string program, params string[] words)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string word in words)
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return output + errors;
    }
}
