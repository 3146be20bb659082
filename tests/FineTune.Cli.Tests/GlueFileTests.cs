namespace FineTune.Cli.Tests;

/// <summary>GLUE's own files go with <c>--task_name</c>, and become what the task's data set on the Hub is.</summary>
public sealed class GlueFileTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    public static TheoryData<string, string, string, string, string, string> Tasks => new()
    {
        { "cola", "train.tsv", "gj04\t1\t\tOur friends won't buy \"this.\ngj05\t0\t*\tThe more us", "sentence", "unacceptable, acceptable", "index\tsentence\n0\tBill whistled past." },
        { "sst2", "train.tsv", "sentence\tlabel\nhide new \t0\nloves \"it\t1", "sentence", "negative, positive", "index\tsentence\n0\tuneasy" },
        { "mrpc", "msr_paraphrase_train.txt", "\ufeffQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t7\t8\tAmrozi \"said\tHe said\n0\t9\t10\tYuca\tDom", "sentence1 and, as a pair, sentence2", "not_equivalent, equivalent", "index\t#1 ID\t#2 ID\t#1 String\t#2 String\n0\t1\t2\ta b\tc d" },
        { "stsb", "train.tsv", "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\tscore\n0\tm\tf\t2012\t1\tn\tn\tA plane\tAn air plane\t5.000\n1\tm\tf\t2012\t4\tn\tn\tA man\tA woman\t1.250", "sentence1 and, as a pair, sentence2", "", "index\tgenre\tfilename\tyear\told_index\tsource1\tsource2\tsentence1\tsentence2\n0\tm\tf\t2012\t1\tn\tn\tA girl\tA boy" },
        { "qqp", "train.tsv", "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n1\t2\t3\tHow?\tWhy?\t0\n4\t5\t6\tbroken\n7\t8\t9\tWho?\tWho is it?\t1", "question1 and, as a pair, question2", "not_duplicate, duplicate", "id\tquestion1\tquestion2\n0\tWould?\tCould?" },
        { "mnli", "train.tsv", "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\tlabel1\tgold_label\n0\t1\t1n\tg\t(\t)\t(\t)\tConceptually\tProduct\tneutral\tneutral\n1\t2\t2e\tg\t(\t)\t(\t)\tyou know\tYou lose\tentailment\tentailment\n2\t2\t2c\tg\t(\t)\t(\t)\tit is\tit is not\tcontradiction\t-", "premise and, as a pair, hypothesis", "entailment, neutral, contradiction", "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence2_binary_parse\tsentence1_parse\tsentence2_parse\tsentence1\tsentence2\n0\t1\t1\tg\t(\t)\t(\t)\tHierbas\tis a name" },
        { "qnli", "train.tsv", "index\tquestion\tsentence\tlabel\n0\tWhen?\tUnder Daisy\tentailment\n1\tWhat?\tUnlike it\tnot_entailment", "question and, as a pair, sentence", "entailment, not_entailment", "index\tquestion\tsentence\n0\tWhat?\tThe thing" },
        { "rte", "train.tsv", "index\tsentence1\tsentence2\tlabel\n0\tNo weapons\tWeapons\tnot_entailment\n1\tA place\tA spot\tentailment", "sentence1 and, as a pair, sentence2", "entailment, not_entailment", "index\tsentence1\tsentence2\n0\tMangla\tChina" },
        { "wnli", "train.tsv", "index\tsentence1\tsentence2\tlabel\n0\tI stuck a pin\tThe carrot had\t1\n1\tJohn\tJohn is\t0", "sentence1 and, as a pair, sentence2", "not_entailment, entailment", "index\tsentence1\tsentence2\n0\tMaude\tDora" },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_tasks_own_files_are_read_as_its_data_set(string task, string name, string train, string texts, string labels, string test)
    {
        string file = command.Write(Path.Combine(task, name), train + "\n");
        string tests = command.Write(Path.Combine(task, "test.tsv"), test + "\n");
        string[] flags =
        [
            "--model_name_or_path", command.Model, "--task_name", task, "--train_file", file, "--validation_file", file, "--test_file", tests, "--do_eval", "--do_predict",
            "--max_steps", "1", "--no_pad_to_max_length", "--save_strategy", "no", "--output_dir", command.At(task, "out"),
        ];

        Finished run = command.Run(["train", .. flags]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains($"Text:   {texts}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(labels.Length == 0 ? "Label:  label, regression" : $": {labels}\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("Rows:   2 train, 2 validation, 1 test", run.Output, StringComparison.Ordinal);
        Assert.Equal(task is "qqp" or "mnli", run.Errors.Contains("1 of 3 lines are left out", StringComparison.Ordinal));
        Assert.Single(File.ReadLines(command.At(task, "out", "predict_results.jsonl")));
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_configuration_that_was_written_for_a_tasks_own_files_can_be_used(string task, string name, string train, string texts, string labels, string test)
    {
        string file = command.Write(Path.Combine("init-" + task, name), train + "\n");
        string tests = command.Write(Path.Combine("init-" + task, "test.tsv"), test + "\n");
        string config = command.At("init-" + task, "config.json");

        Finished init = command.Run(
            "init", config, "--model_name_or_path", command.Model, "--task_name", task, "--train_file", file, "--validation_file", file, "--test_file", tests);
        Finished plan = command.Run("plan", config, "--no_measure");

        Assert.True(init.Code == 0, init.Errors);
        Assert.True(plan.Code == 0, plan.Errors);
        Assert.Contains($"Text        {texts}\n", plan.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(labels.Length == 0 ? "Label       label: regression" : $" of {labels.Split(", ").Length}\n", plan.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_ones_own_goes_as_before()
    {
        string file = command.Write("own.tsv", "sentence1\tsentence2\tlabel\na b\tc\tyes\nd\te f\tno\n");

        Finished run = command.Run(
            "train", "--model_name_or_path", command.Model, "--task_name", "mrpc", "--train_file", file, "--max_steps", "1", "--save_strategy", "no", "--output_dir", command.At("own"));

        Assert.True(run.Code == 0, run.Errors);
        Assert.Contains("of 2: no, yes", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_that_the_task_does_not_have_is_named_with_its_row()
    {
        string file = command.Write("bad.tsv", "sentence\tlabel\na\t0\nb\t2\n");

        Finished run = command.Run("plan", "--model_name_or_path", command.Model, "--task_name", "sst2", "--train_file", file, "--output_dir", "none");

        Assert.Equal(2, run.Code);
        Assert.Contains("row 2: \"2\" is no label of the task; it has negative, positive.", Assert.Single(run.Problems), StringComparison.Ordinal);
    }
}
