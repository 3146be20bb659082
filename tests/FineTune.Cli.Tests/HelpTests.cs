using FineTune.Classification;
using FineTune.Cli.Commands;
using FineTune.Cli.Helping;
using FineTune.Training;

namespace FineTune.Cli.Tests;

/// <summary>What somebody sees who asks, and that a verb takes its own flags only.</summary>
public sealed class HelpTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void Help_shows_examples_and_the_flags_people_use_first()
    {
        string[] lines = command.Run("train", "--help").Output.Split('\n');

        Assert.Equal("finetune train [CONFIG.json] [flags]", lines[0]);
        Assert.True(Array.IndexOf(lines, "Examples") < Array.IndexOf(lines, "The flags people use first"));
        Assert.Equal(15, lines.Count(line => line.StartsWith("  --", StringComparison.Ordinal)));
        Assert.Contains("  --learning_rate NUMBER            the peak learning rate (default 5e-05)", lines);
        Assert.Contains(lines, line => line.StartsWith("finetune train --help all lists all", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Length > 80);
    }

    [Theory]
    [InlineData("train", "--learning_rate ", "--log_format ", "--warmup_steps ", "Learning rate", "FineTune's own")]
    [InlineData("predict", "--log_format ", "--text ", "--per_device_eval_batch_size ", "This verb's own", "Texts and labels")]
    [InlineData("resume", "--learning_rate ", "--allow_changed_arguments", "--log_format ", "Saving", "Model")]
    public void Help_all_names_every_flag_that_can_be_used_by_groups(string verb, params string[] expected)
    {
        string help = command.Run(verb, "--help", "all").Output;

        Assert.All(expected, text => Assert.Contains(text, help, StringComparison.Ordinal));
        Assert.DoesNotContain("--trust_remote_code", help, StringComparison.Ordinal);
        Assert.Equal(
            CommandLine.Commands.Single(one => one.Name == verb).Flags.Count(flag => flag.Support != ArgumentSupport.Refused),
            help.Split('\n').Count(line => line.StartsWith("  --", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_flag_of_a_run_is_in_one_group() => Assert.Equal(
        RunConfiguration.Arguments.Select(flag => flag.Name).Order(StringComparer.Ordinal),
        RunConfiguration.Groups.SelectMany(group => group.Arguments).Select(flag => flag.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_verb_is_in_the_overview_and_has_the_flags_it_shows_first()
    {
        string help = command.Run("--help").Output;

        foreach (ICommand verb in CommandLine.Commands)
        {
            Assert.Contains($"\n  {verb.Name} ", help, StringComparison.Ordinal);
            Assert.Subset(verb.Flags.Select(flag => flag.Name).ToHashSet(), verb.FirstFlags.ToHashSet());
        }
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    public void Help_keeps_to_the_width_of_the_window(int width)
    {
        using StringWriter output = new() { NewLine = "\n" };

        Help.WriteVerb(CommandLine.Commands.Single(verb => verb.Name == "train"), output, width, all: true);

        string[] tooLong = [.. output.ToString().Split('\n').Where(line => line.Length > width)];
        Assert.All(tooLong, line => Assert.True(line.StartsWith("  finetune", StringComparison.Ordinal) || line.StartsWith("      --", StringComparison.Ordinal) || line.Trim().Split(' ').Length <= 2, line)); // Examples, and names that are longer.
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("version")]
    public void The_version_is_one_line(string word) => Assert.Matches(@"^finetune \d+\.\d+\.\d+\S*\n$", command.Run(word).Output.ReplaceLineEndings("\n"));

    [Fact]
    public void The_version_takes_no_words()
    {
        Finished run = command.Run("--version", "extra");

        Assert.Equal((2, string.Empty), (run.Code, run.Output));
        Assert.Equal("--version takes no words, but 1 were given: extra.", Assert.Single(run.Problems));
    }

    [Theory]
    [InlineData("predict", "--learning_rate", "3")]
    [InlineData("predict", "--num-train-epochs", "3")]
    [InlineData("evaluate", "--train_file", "a.csv")]
    [InlineData("evaluate", "--do_train", "true")]
    [InlineData("tokenize", "--train_file", "a.csv")]
    public void A_verb_refuses_the_flags_of_others_and_says_whose_they_are(string verb, string flag, string value)
    {
        Finished run = command.Run(verb, "--model_name_or_path", command.Model, flag, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(run.Problems, problem => problem.StartsWith($"{flag} is not a flag of this verb: it says how to train; train, plan and resume take it.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_configuration_that_was_trained_with_is_evaluated_with()
    {
        string config = command.Write("used.json", $$"""
            {"model_name_or_path": "{{command.Model}}", "train_file": "{{command.At("train.csv")}}", "validation_file": "{{command.At("dev.csv")}}",
             "do_train": true, "learning_rate": 0.1, "output_dir": "{{command.At("used")}}", "max_steps": 4}
            """);
        Assert.Equal(0, command.Run("train", config).Code);
        DateTime before = File.GetLastWriteTimeUtc(command.At("used", "model.safetensors"));

        Finished run = command.Run("evaluate", config, "--model_name_or_path", command.At("used"), "--output_dir", command.At("used-eval"));

        Assert.True(run.Code == 0, run.Errors);
        Assert.False(File.Exists(command.At("used-eval", "train_results.json")));
        Assert.Equal(before, File.GetLastWriteTimeUtc(command.At("used", "model.safetensors")));
    }
}
