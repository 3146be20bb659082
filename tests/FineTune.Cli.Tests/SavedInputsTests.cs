using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>A saved model is evaluated and asked as it was trained, without the run's flags; flags go first.</summary>
public sealed class SavedInputsTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Theory]
    [InlineData("id,first,second,label", "--text_column_names first,second")]
    [InlineData("id,first,second,label", "--text_column_names second,first")]
    [InlineData("id,first,second,label", "--text_column_names second")]
    [InlineData("id,first,second,label", "--text_column_names first,second --text_column_delimiter +")]
    [InlineData("note,first,second,label", "--text_column_names first,second --max_seq_length 9")]
    [InlineData("id,first,second,y", "--text_column_names first --label_column_name y")]
    [InlineData("id,first,second,y", "--text_column_names first,second --label_column_name y --max_seq_length 7")]
    [InlineData("id,first,second,y", "--text_column_names first --label_column_name y --max_seq_length 20 --pad_to_max_length")]
    [InlineData("id,first,second,label", "--text_column_names first --max_seq_length 5 --no_pad_to_max_length")]
    [InlineData("label,a,b,c", "--text_column_names c,a --max_seq_length 12")]
    [InlineData("label,a,b,c", "--text_column_names a,b,c --text_column_delimiter ; --max_seq_length 40")]
    public void Evaluate_finds_the_runs_own_figures(string header, string flags)
    {
        (string train, string dev, string folder) = Data(header);
        Finished run = command.Run([
            "train", "--model_name_or_path", command.Model, "--train_file", train, "--validation_file", dev, "--do_eval", "--max_steps", "6", "--learning_rate", "1e-2",
            "--output_dir", folder, .. flags.Split(' ')]);
        Assert.True(run.Code == 0, run.Errors);

        Finished again = command.Run("evaluate", "--model_name_or_path", folder, "--validation_file", dev, "--output_dir", folder + "-again");
        Assert.True(again.Code == 0, again.Errors);

        (JsonObject first, JsonObject second) = (Results(folder), Results(folder + "-again"));
        Assert.Equal((double)first["eval_loss"]!, (double)second["eval_loss"]!);
        Assert.Equal((double)first["eval_accuracy"]!, (double)second["eval_accuracy"]!);
    }

    [Fact]
    public void Flags_go_before_what_was_saved_and_other_columns_are_looked_for()
    {
        (string train, string dev, string folder) = Data("id,first,second,label");
        Assert.Equal(0, command.Run(
            "train", "--model_name_or_path", command.Model, "--train_file", train, "--max_steps", "6", "--text_column_names", "first", "--max_seq_length", "6", "--output_dir", folder).Code);
        string other = command.Write("other.csv", "text,label\nplay a song,book\nwill it rain,play\n");

        Assert.Contains("Text:   second", command.Run("evaluate", "--model_name_or_path", folder, "--validation_file", dev, "--text_column_names", "second").Output);
        Assert.Contains("Text:   first\n", command.Run("evaluate", "--model_name_or_path", folder, "--validation_file", dev).Output.ReplaceLineEndings("\n"));
        Assert.Contains("Text:   text", command.Run("evaluate", "--model_name_or_path", folder, "--validation_file", other).Output);
    }

    [Fact]
    public void Predictions_of_texts_and_of_pipelines_cut_where_training_did()
    {
        (string train, string dev, string folder) = Data("id,first,second,label");
        Assert.Equal(0, command.Run(
            "train", "--model_name_or_path", command.Model, "--train_file", train, "--max_steps", "6", "--learning_rate", "1e-2", "--text_column_names", "first", "--max_seq_length", "6", "--output_dir",
            folder).Code);
        string text = "play some jazz and then tell me about the weather";

        TextClassificationPipeline pipeline = Pipeline.Create("text-classification", folder);
        JsonNode asked = JsonNode.Parse(command.Run("predict", "--model_name_or_path", folder, "--text", text, "--json").Output)!;

        Assert.Equal(6, pipeline.MaxLength);
        Assert.Equal(pipeline.Classify(text).Score, (float)(double)asked["score"]!);
        Assert.NotEqual(
            pipeline.Classify(text).Score, new TextClassificationPipeline(pipeline.Model, pipeline.Tokenizer) { Truncation = true, MaxLength = 30 }.Classify(text).Score);
        Assert.Equal(
            (double)asked["score"]!,
            (double)JsonNode.Parse(command.Run("predict", "--model_name_or_path", Path.Combine(folder, "checkpoint-6"), "--text", text, "--json").Output)!["score"]!);
    }

    [Fact]
    public void A_pipeline_refuses_a_head_that_was_never_trained() => Assert.Contains(
        "is not a fine-tuned classifier", Assert.Throws<InvalidOperationException>(() => Pipeline.Create("text-classification", command.Model)).Message);

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("{\"text_columns\": \"a\"}")]
    [InlineData("{\"text_columns\": [\"a\"], \"label_column\": \"l\", \"label_format\": \"auto\", \"max_seq_length\": 0, \"pad_to_max_length\": true}")]
    public void What_was_saved_and_is_damaged_is_named(string json)
    {
        string model = TinyModel.Create(command.At("damaged-" + Guid.NewGuid().ToString("N")));
        File.WriteAllText(Path.Combine(model, "finetune_inputs.json"), json);

        Finished run = command.Run("evaluate", "--model_name_or_path", model, "--validation_file", command.At("dev.csv"));

        Assert.Equal(2, run.Code);
        Assert.Contains("finetune_inputs.json is damaged", run.Errors);
    }

    private static readonly string[] s_words = ["play", "song", "rain", "sun", "table", "room", "book", "jazz", "cold"];

    private (string Train, string Dev, string Folder) Data(string header)
    {
        string name = "saved-" + Guid.NewGuid().ToString("N");
        string[] columns = header.Split(',');
        string Row(int i) => string.Join(',', columns.Select((column, at) => column switch
        {
            "label" or "y" => s_words[(i % 3) * 3],
            "id" => i.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => string.Join(' ', Enumerable.Range(0, 3 + ((i + at) % 6)).Select(word => s_words[((i * 5) + (at * 7) + (word * word)) % 9])) + " " + (char)('a' + (i % 20)),
        }));
        return (command.Write(name + "-train.csv", header, 24, Row), command.Write(name + "-dev.csv", header, 9, i => Row(i + 5)), command.At(name));
    }

    private static JsonObject Results(string folder) => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "eval_results.json")))!.AsObject();
}
