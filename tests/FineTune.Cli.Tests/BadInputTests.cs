using System.Text;

namespace FineTune.Cli.Tests;

public sealed class BadInputTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData("--learning_rat 1", "--learning_rat is not a flag. Did you mean --learning_rate?")]
    [InlineData("--evaluation_strategy epoch", "--evaluation_strategy is now --eval_strategy.")]
    [InlineData("--warmup_ratio 0.1", "--warmup_ratio is now part of --warmup_steps")]
    [InlineData("--logging_dir x", "--logging_dir is gone")]
    [InlineData("--no_cuda", "--no_cuda is now --use_cpu.")]
    [InlineData("--overwrite_output_dir", "--overwrite_output_dir is gone: training into a folder that holds an older run works")]
    [InlineData("--learning_rate abc", "--learning_rate: \"abc\" is not a value; expected a number.")]
    [InlineData("--per_device_train_batch_size 1.5", "expected a whole number")]
    [InlineData("--fp16 maybe", "--fp16: \"maybe\" is not a value; expected true or false")]
    [InlineData("--eval_strategy sometimes", "choose one of no, steps, epoch")]
    [InlineData("--no_fp16", "Write --fp16 false.")]
    [InlineData("--trust_remote_code", "no code is ever downloaded or run")]
    [InlineData("--dataset_name glue", "--dataset_name and --train_file, --validation_file or --test_file contradict each other: leave one out.")]
    [InlineData("--train_split_name x", "--train_split_name is about a data set: name it with --dataset_name, or leave it out.")]
    [InlineData("--report_to wandb", "not connected here")]
    [InlineData("--load_best_model_at_end --eval_strategy epoch --save_strategy steps --validation_file train.csv", "Make them equal, or set save_strategy best.")]
    [InlineData("--early_stopping_patience 2", "--early_stopping_patience needs --load_best_model_at_end true")]
    [InlineData("--metric_name foo", "There is no metric \"foo\"")]
    [InlineData("--metric_for_best_model foo --eval_strategy epoch --validation_file train.csv", "--metric_for_best_model foo: the evaluation finds accuracy, f1, loss")]
    [InlineData("--max_seq_length 0", "--max_seq_length is 0; expected at least 1.")]
    [InlineData("--task_name mrcp", "is not a GLUE task")]
    [InlineData("stray.csv", "\"stray.csv\": expected flags")]
    [InlineData("--label_format names --do_regression", "--label_format names is for several labels a row")]
    [InlineData("--label_format single --problem_type multi_label_classification", "contradict each other")]
    [InlineData("--label_column_name lable", "train.csv has no column \"lable\"; it has \"text\", \"label\". Did you mean \"label\"?")]
    [InlineData("--text_column_names txt", "Did you mean \"text\"?")]
    public void A_wrong_flag_is_one_clear_line(string flags, string expected)
    {
        string[] words = [.. flags.Split(' ').Select(word => word == "train.csv" ? command.At(word) : word)];

        AssertRefused(command.Train("refused", words), expected);
    }

    [Theory]
    [InlineData("empty.csv", "", "empty.csv is empty")]
    [InlineData("header.csv", "text,label\n", "header.csv has no rows")]
    [InlineData("three.csv", "a,b,c,label\nu,v,w,x\n", "has 3 columns that may be text (a, b, c)")]
    [InlineData("nolabel.csv", "text,label\na,x\nb,\n", "column \"label\" has no label")]
    [InlineData("one.csv", "text,label\na,x\nb,x\n", "column \"label\" has the one label \"x\" in all 2 rows")]
    [InlineData("quote.csv", "text,label\n\"abc,1\n", "never closed")]
    [InlineData("broken.jsonl", "{\"text\": \"a\"\n", "broken.jsonl, line 1 is not JSON")]
    [InlineData("data.parquet", "PAR1", "data.parquet is damaged or incomplete: it has 4 bytes, too few for a parquet file.")]
    [InlineData("data.csv.bz2", "BZh91AY&SY", "data.csv.bz2 is packed by bzip2, which is not supported. Pack it again by gzip or zstandard")]
    [InlineData("data.txt", "a\n", "ends in \".txt\"; expected one of .csv")]
    public void A_file_that_cannot_be_used_is_one_clear_line(string name, string text, string expected) =>
        AssertRefused(command.Train("refused", "--train_file", command.Write(name, text)), expected);

    [Fact]
    public void A_missing_file_is_named_with_the_one_that_was_meant() =>
        AssertRefused(command.Train("refused", "--train_file", command.At("trian.csv")), $"(did you mean {command.At("train.csv")}?)");

    [Fact]
    public void Bytes_that_are_not_utf8_are_named_with_their_line()
    {
        File.WriteAllBytes(command.At("latin.csv"), [.. Encoding.ASCII.GetBytes("text,label\nabc,x\ncaf"), 0xE9, .. Encoding.ASCII.GetBytes(",y\n")]);

        AssertRefused(command.Train("refused", "--train_file", command.At("latin.csv")), "latin.csv, line 3, byte 4 of the line (byte 20 of the file): 0xE9 is not UTF-8");
    }

    [Fact]
    public void A_label_training_has_never_seen_is_named_with_its_rows()
    {
        string file = command.Write("unknown.csv", "text,label\na,play\nb,moon\nc,moon\n");

        AssertRefused(command.Train("refused", "--validation_file", file, "--do_eval"), "the label \"moon\" does not occur in the training file", "line 3", "line 4");
        AssertRefused(command.Train("refused", "--test_file", file, "--do_predict"), "the label \"moon\" does not occur in the training file");
    }

    [Fact]
    public void Every_mistake_is_listed_at_once()
    {
        Finished run = command.Train(
            "refused", "--train_file", command.At("none.csv"), "--validation_file", command.At("neither.csv"), "--do_eval", "--learning_rate", "abc",
            "--epochs", "3", "--model_name_or_path", command.At("nomodel"), "--max_train_samples", "0");

        Assert.Equal(2, run.Code);
        Assert.Equal(7, run.Problems.Length);
        Assert.Equal("6 problems; nothing was written.", run.Problems[^1]);
    }

    [Fact]
    public void An_output_folder_that_is_a_file_is_refused_before_anything_is_read()
    {
        Finished run = command.Train("train.csv");

        Assert.Equal(2, run.Code);
        Assert.Contains("is a file. Name a folder", Assert.Single(run.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("model.safetensors", "the file was cut off")]
    [InlineData("tokenizer.json", "tokenizer.json is not valid JSON")]
    [InlineData("config.json", "config.json\" is not valid JSON")]
    public void A_file_of_the_model_that_was_cut_off_is_named(string file, string expected)
    {
        string model = TinyModel.Create(command.At("cut-" + file));
        AutoTokenizer.FromPretrained(model).SavePretrained(model);
        byte[] bytes = File.ReadAllBytes(Path.Combine(model, file));
        File.WriteAllBytes(Path.Combine(model, file), bytes[..(bytes.Length / 2)]);

        AssertRefused(command.Train("refused", "--model_name_or_path", model), expected);
    }

    [Fact]
    public void A_model_without_a_head_does_not_predict()
    {
        Finished run = command.Run("predict", "--model_name_or_path", command.Model, "--text", "abc");

        Assert.Equal(2, run.Code);
        Assert.Contains("is not a fine-tuned classifier: it lacks classifier.weight, classifier.bias", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_no_run_is_not_resumed()
    {
        Assert.Contains("is not the folder of a run", command.Run("resume", command.Model).Errors, StringComparison.Ordinal);
        Assert.Contains("There is no folder", command.Run("resume", command.At("nowhere")).Errors, StringComparison.Ordinal);
        Assert.Equal(2, command.Run("resume").Code);
    }

    [Fact]
    public void A_mistyped_verb_is_answered_with_the_one_that_was_meant()
    {
        Finished run = command.Run("trian");

        Assert.Equal(2, run.Code);
        Assert.Contains("Did you mean \"train\"?", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("train", "--train_file is missing")]
    [InlineData("plan", "--train_file is missing")]
    [InlineData("evaluate", "--validation_file is missing")]
    [InlineData("predict", "--model_name_or_path is missing")]
    [InlineData("tokenize", "--model_name_or_path is missing")]
    public void A_verb_without_flags_says_what_it_needs(string verb, string expected)
    {
        Finished run = command.Run(verb);

        Assert.Equal(2, run.Code);
        Assert.Contains(expected, run.Errors, StringComparison.Ordinal);
    }

    private void AssertRefused(Finished run, params string[] expected)
    {
        Assert.Equal(2, run.Code);
        Assert.All(expected, text => Assert.Contains(text, run.Errors, StringComparison.Ordinal));
        Assert.NotEmpty(run.Problems);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(command.At("refused")));
    }
}
