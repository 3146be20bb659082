using System.Runtime.InteropServices;

namespace FineTune.Cli.Tests;

/// <summary>An argument that cannot be is named, with what was expected, and nothing is said that follows from it.</summary>
public sealed partial class WrongArgumentTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData("train_file")]
    [InlineData("validation_file")]
    [InlineData("test_file")]
    [InlineData("output_dir")]
    [InlineData("model_name_or_path")]
    [InlineData("tokenizer_name")]
    [InlineData("query")]
    public void What_is_given_as_nothing_is_named(string flag)
    {
        string expected = $"{flag}: it is empty, as a variable of a shell is that was not set. Give it a value, or leave it out.";
        string config = command.Write(flag + ".json", $"{{\"{flag}\": \"\"}}");
        string[] rest =
        [
            .. flag == "train_file" ? [] : new[] { "--train_file", command.At("train.csv") }, .. flag == "model_name_or_path" ? [] : new[] { "--model_name_or_path", command.Model },
            .. flag == "output_dir" ? [] : new[] { "--output_dir", command.At("refused") },
        ];

        foreach (string verb in (string[])["plan", "train"])
        {
            Finished byFlag = command.Run([verb, "--" + flag, string.Empty, .. rest]);
            Finished byFile = command.Run([verb, config, .. rest]);

            Assert.Equal((2, "--" + expected), (byFlag.Code, Assert.Single(byFlag.Problems)));
            Assert.Equal((2, expected), (byFile.Code, Assert.Single(byFile.Problems)));
            Assert.False(Directory.Exists(command.At("refused")));
        }
    }

    [Theory]
    [InlineData("train_file")]
    [InlineData("output_dir")]
    public void A_path_that_holds_a_zero_is_named(string argument)
    {
        string config = command.Write(argument + "-zero.json", $"{{\"{argument}\": \"a\\u0000b\"}}");

        Finished plan = command.Run("plan", config, "--model_name_or_path", command.Model);

        Assert.Equal(2, plan.Code);
        Assert.Equal($"{argument}: it holds the character \\u0000, which no path or name can have. Take it out.", plan.Problems[0]);
    }

    [Fact]
    public void A_file_of_a_model_in_place_of_its_folder_is_named()
    {
        string file = Path.Combine(command.Model, "config.json");

        Finished run = command.Run("predict", "--model_name_or_path", file, "--text", "play");

        Assert.Equal(2, run.Code);
        Assert.Equal($"--model_name_or_path {file} is a file, but the folder of a model was expected. Name {command.Model}.", Assert.Single(run.Problems));
    }

    [Fact]
    public void A_flag_of_a_verb_in_the_file_is_told_how_to_be_passed()
    {
        string config = command.Write("flags.json", "{\"model_name_or_path\": \"model\", \"top_k\": 2, \"json\": true, \"text\": [\"a\", \"b c\"]}");

        Finished predict = command.Run("predict", config);
        Finished train = command.Run("train", config, "--model_name_or_path", command.Model, "--output_dir", command.At("refused"));

        Assert.Equal(2, predict.Code);
        Assert.Equal(
            [
                "top_k is a flag of predict and cannot be in the file: pass --top_k 2.", "json is a flag of predict and cannot be in the file: pass --json.",
                "text is a flag of predict and cannot be in the file: pass --text a \"b c\".",
            ],
            predict.Problems[..^1]);
        Assert.Equal(2, train.Code);
        Assert.Contains("top_k is a flag of predict and cannot be in the file: leave it out.", train.Problems);
        Assert.DoesNotContain("is not an argument", train.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_gives_nothing_is_told_so()
    {
        RunException error = Assert.Throws<RunException>(() => RunPlan.Of(
            new RunArguments { ModelNameOrPath = command.Model, TrainFile = string.Empty }, new TrainingArguments { OutputDir = string.Empty, DoTrain = true }));

        Assert.Collection(
            error.Problems,
            problem => Assert.StartsWith("--train_file: it is empty", problem, StringComparison.Ordinal),
            problem => Assert.StartsWith("--output_dir: it is empty", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--max_train_samples -3", "--max_train_samples is -3; expected at least 1, or leave it out for all rows.")]
    [InlineData("--text_column_names ,", "--text_column_names is \",\", an empty list. Name one or two columns, separated by a comma, or leave it out.")]
    [InlineData("--max_train_samples 0", "--max_train_samples is 0; expected at least 1, or leave it out for all rows.")]
    [InlineData("--shuffle_train_dataset --shuffle_seed -1", "--shuffle_seed is -1; expected at least 0.")]
    [InlineData("--max_steps -1 --num_train_epochs 1e18", "num_train_epochs is 1e+18: with 3 optimizer steps an epoch that is 3e+18 steps, but a run has at most 2147483647.")]
    public void A_number_out_of_range_is_the_only_problem(string flags, string expected)
    {
        foreach (string verb in (string[])["plan", "train"])
        {
            Finished run = command.Run(
            [
                verb, "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--output_dir", command.At("refused"), .. flags.Split(' '),
            ]);

            Assert.Equal(2, run.Code);
            Assert.StartsWith(expected, Assert.Single(run.Problems), StringComparison.Ordinal);
            Assert.False(Directory.Exists(command.At("refused")));
        }
    }

    [Fact]
    public void A_named_pipe_is_refused_by_name()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        string pipe = command.At("pipe.csv");
        Assert.Equal(0, MakeFifo(pipe, Convert.ToUInt32("600", 8)));
        using FileStream both = new(pipe, FileMode.Open, FileAccess.ReadWrite); // So that opening it waits for nobody.
        both.Write("text,label\na,x\nb,y\n"u8);
        both.Flush();

        Finished run = command.Run("plan", "--model_name_or_path", command.Model, "--train_file", pipe);

        Assert.Equal(2, run.Code);
        Assert.Equal($"--train_file: {pipe} is a pipe or a device, which can be read only once. Write its content to a file first, and name that.", Assert.Single(run.Problems));
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);
}
