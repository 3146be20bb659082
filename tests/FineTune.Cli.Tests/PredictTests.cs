using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class PredictTests : IClassFixture<CommandFixture>
{
    private readonly CommandFixture _command;
    private readonly string _model;

    public PredictTests(CommandFixture command)
    {
        (_command, _model) = (command, command.At("trained"));
        if (!Directory.Exists(_model))
        {
            Assert.Equal(0, command.Train("trained").Code);
        }
    }

    [Fact]
    public void Texts_come_from_flags_or_from_standard_input()
    {
        string flag = _command.Run("predict", "--model_name_or_path", _model, "--text", "play some jazz", "--text", "will it rain").Output;
        string words = _command.Run("predict", "--model_name_or_path", _model, "--text", "play some jazz", "will it rain").Output;
        string lines = _command.RunWith("play some jazz\nwill it rain\n", "predict", "--model_name_or_path", _model).Output;

        Assert.Equal(2, flag.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(flag, words);
        Assert.Equal(flag, lines);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_length_that_leaves_nothing_of_a_text_is_refused(int length)
    {
        string[] flags = ["predict", "--model_name_or_path", _model, "--max_seq_length", $"{length}"];

        Finished text = _command.Run([.. flags, "--text", "play"]);
        Finished pair = _command.Run([.. flags, "--text", "play", "--text_pair", "rain"]);
        Finished file = _command.Run([.. flags, "--test_file", _command.At("test.csv")]);

        Assert.All([text, pair, file], run => Assert.Equal(2, run.Code));
        Assert.Equal($"--max_seq_length is {length}, but a text has 2 special tokens, so that nothing of it would be read; expected at least 3.", Assert.Single(text.Problems));
        Assert.Equal($"--max_seq_length is {length}, but a pair has 3 special tokens, so that nothing of it would be read; expected at least 4.", Assert.Single(pair.Problems));
        Assert.Equal(text.Problems, file.Problems);
    }

    [Fact]
    public void Json_has_a_label_with_scores()
    {
        JsonObject line = Assert.Single(_command.Run("predict", "--model_name_or_path", _model, "--text", "will it rain", "--json", "--top_k", "3").JsonLines);

        Assert.Equal("will it rain", (string)line["text"]!);
        Assert.Contains((string)line["label"]!, new[] { "play", "weather", "book" });
        Assert.Equal(1, line["scores"]!.AsObject().Sum(score => (double)score.Value!), 5);
    }

    [Fact]
    public void A_file_is_predicted_to_standard_output_when_no_folder_is_named()
    {
        Finished run = _command.Run("predict", "--model_name_or_path", _model, "--test_file", _command.At("test.csv"), "--no_pad_to_max_length");

        Assert.Equal(0, run.Code);
        Assert.Equal(6, run.JsonLines.Length);
        Assert.Contains("test_accuracy", run.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists("trainer_output"));
    }

    [Fact]
    public void A_file_and_single_texts_are_given_the_same_scores()
    {
        double inFile = (double)_command.Run(
            "predict", "--model_name_or_path", _model, "--test_file", _command.At("test.csv"), "--per_device_eval_batch_size", "1").JsonLines[0]["score"]!;
        string text = File.ReadLines(_command.At("test.csv")).Skip(1).First().Split(',')[0];

        double alone = (double)_command.Run("predict", "--model_name_or_path", _model, "--text", text, "--json").JsonLines[0]["score"]!;

        Assert.Equal(inFile, alone, 5);
    }

    [Theory]
    [InlineData("--text hi --test_file te.csv", "--text and --test_file contradict each other")]
    [InlineData("--text hi --dataset_name imdb", "--text and --dataset_name contradict each other")]
    [InlineData("--text hi --per_device_eval_batch_size 0", "per_device_eval_batch_size is 0")]
    [InlineData("--text hi --max_predict_samples 0 --max_seq_length 0", "--max_seq_length is 0", "--max_predict_samples is 0")]
    [InlineData("--threads 99 --top_k 0", "--threads is 99", "--top_k is 0")]
    [InlineData("--test_file te.csv --top_k 0", "--top_k is 0", "te.csv")]
    public void Flags_that_cannot_be_are_refused_for_texts_as_for_files(string flags, params string[] parts)
    {
        Finished run = _command.RunWith("hi", ["predict", "--model_name_or_path", _model, .. flags.Split(' ')]);

        Assert.Equal((2, string.Empty), (run.Code, run.Output));
        Assert.All(parts, part => Assert.Single(run.Problems, problem => problem.Contains(part, StringComparison.Ordinal)));
    }

    [Fact]
    public void Flags_that_change_nothing_are_named()
    {
        Finished texts = _command.Run("predict", "--model_name_or_path", _model, "--text", "play", "rain", "what", "--max_predict_samples", "1", "--output_dir", _command.At("nothing"), "--threads", "1");
        Finished file = _command.Run("predict", "--model_name_or_path", _model, "--test_file", _command.At("test.csv"), "--top_k", "2", "--text_pair", "b");

        Assert.Equal(3, texts.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(["max_predict_samples", "output_dir"], Idle(texts));
        Assert.False(Directory.Exists(_command.At("nothing")));
        Assert.Equal(6, file.JsonLines.Length);
        Assert.Equal(["top_k", "text_pair"], Idle(file));

        static IEnumerable<string> Idle(Finished run) => run.Errors.Split('\n')
            .Where(line => line.StartsWith("warning: no effect: ", StringComparison.Ordinal)).Select(line => line.Split(": ")[2]);
    }

    [Fact]
    public void A_file_of_arguments_may_hold_what_single_texts_have_no_use_for()
    {
        string file = _command.Write("predict.json", $$"""{"model_name_or_path": "{{_model.Replace("\\", "/", StringComparison.Ordinal)}}", "test_file": "none.csv", "max_predict_samples": 1}""");

        Finished run = _command.Run("predict", file, "--text", "play", "rain");

        Assert.Equal((0, string.Empty), (run.Code, run.Errors));
        Assert.Equal(2, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_test_file_without_labels_has_predictions_and_no_metrics()
    {
        string file = _command.Write("unlabelled.csv", "text\nplay\nrain\n");

        Finished run = _command.Run("predict", "--model_name_or_path", _model, "--test_file", file, "--output_dir", _command.At("unlabelled"));

        Assert.Equal(0, run.Code);
        Assert.Equal(2, File.ReadLines(_command.At("unlabelled", "predict_results.jsonl")).Count());
        Assert.False(File.Exists(_command.At("unlabelled", "test_results.json")));
    }

    [Fact]
    public void A_whole_number_that_is_nobodys_name_is_the_id_of_a_saved_models_label()
    {
        string byName = _command.Write("name.csv", "text,label\nplay it,play\ntable,book\n");
        string byId = _command.Write("id.csv", "text,label\nplay it,1\ntable,0\n");

        Assert.Equal(Evaluate(byName), Evaluate(byId));
        Assert.Contains("the label \"3\" is none of the model's labels (book, play, weather)",
            _command.Run("evaluate", "--model_name_or_path", _model, "--validation_file", _command.Write("out.csv", "text,label\na,3\n")).Errors,
            StringComparison.Ordinal);

        string Evaluate(string file) => _command.Run(
            "evaluate", "--model_name_or_path", _model, "--validation_file", file, "--log_format", "json").JsonLines[0]["eval_loss"]!.ToJsonString();
    }

    [Fact]
    public void Tokens_are_shown_with_ids_and_places()
    {
        Finished run = _command.Run("tokenize", "--model_name_or_path", _model, "--text", "go", "--json");

        Assert.Equal("""["[CLS]","g","##o","[SEP]"]""", run.JsonLines[0]["tokens"]!.ToJsonString());
        Assert.Equal("[[0,0],[0,1],[1,2],[0,0]]", run.JsonLines[0]["offset_mapping"]!.ToJsonString());
    }

    [Fact]
    public void The_machine_is_described_as_text_and_as_json()
    {
        string text = _command.Run("info").Output;
        JsonNode json = JsonNode.Parse(_command.Run("info", "--json").Output)!;

        foreach (string key in new[] { "compiled", "instruction_set", "kernel" })
        {
            Assert.Contains($"{key,-16} {json[key]}", text, StringComparison.Ordinal);
        }

        Assert.Matches("(?m)^machine_code +(not )?used: ", text);
    }

    [Fact]
    public void The_architectures_are_listed_as_text_and_as_json()
    {
        string text = _command.Run("info", "--models").Output;
        JsonArray json = (JsonArray)JsonNode.Parse(_command.Run("info", "--models", "--json").Output)!;

        Assert.Matches("(?m)^xlm-roberta +XLMRobertaModel +XLMRobertaForSequenceClassification", text);
        Assert.Equal(AutoConfig.ModelTypes, json.Select(model => (string)model!["model_type"]!));
        Assert.Equal(AutoConfig.ModelTypes, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
        Assert.Equal("MPNetModel", (string)json.Single(model => (string)model!["model_type"]! == "mpnet")!["model"]!);
    }
}
