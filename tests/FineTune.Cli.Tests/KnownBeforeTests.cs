using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>What can be known before the first step: <c>plan</c> and <c>train</c> say it in the same words, and nothing is written.</summary>
public sealed class KnownBeforeTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    private int _models;

    [Theory]
    [InlineData("added_tokens.json", "{\"[E1]\": 77}", "text,label\nplay a song,x\nsay [E1] now,y\n", "row 1 ({0}, line 3): the token \"[E1]\" has the id 77")]
    [InlineData("added_tokens.json", "{\"[E1]\": 77}", "text,label\nplay [e1],x\na,y\n", "row 0 ({0}, line 2): the token \"[e1]\" has the id 77")]
    [InlineData("added_tokens.json", "{\"[E1]\": 77}", "label,text\nx,\"two\nlines\"\ny,[E1]\n", "row 1 ({0}, line 4): the token \"[E1]\"")]
    [InlineData("added_tokens.json", "{\"[E1]\": 77, \"[E2]\": 78}", "text,label\n[E2],x\n[E1],y\n", "the token \"[E2]\" has the id 78, but the model has embeddings for the ids 0 to 76 (vocab_size 77)")]
    [InlineData("added_tokens.json", "{\"[E1]\": 77}", "text,label\na,x\n[E1],y\n[E1],y\n[E1],y\n[E1],y\n[E1],y\n", "So have 2 more rows.")]
    [InlineData("added_tokens.json", "{\"[E1]\": 77}", "text,label\na,x\n[E1],y\n", "The tokenizer has 78 tokens: use the one the model was trained with")]
    [InlineData("added_tokens.json", "{\"[E1]\": 77}", "text,label\na,x\n[E1],y\n", "model.resize_token_embeddings(len(tokenizer))")]
    [InlineData("model.safetensors", "version https://git-lfs.github.com/spec/v1\nsize 90866412\n", "text,label\na,x\nb,y\n", "is a git-lfs pointer, the weights (90 MB)")]
    [InlineData("model.safetensors", "", "text,label\na,x\nb,y\n", "is empty (0 bytes)")]
    [InlineData("model.safetensors", "<html>", "text,label\na,x\nb,y\n", "is an HTML page")]
    public void A_model_that_cannot_do_it_is_refused_before_the_first_step(string name, string content, string rows, string expected)
    {
        string model = Model(name, content);
        string file = command.Write($"known-{_models}.csv", rows);

        AssertBoth(model, file, string.Format(System.Globalization.CultureInfo.InvariantCulture, expected, file));
    }

    [Theory]
    [InlineData("hidden_size", 32, "have other shapes than BertForSequenceClassification needs")]
    [InlineData("vocab_size", 99, "checkpoint (77, 16), model (99, 16)")]
    [InlineData("vocab_size", 70, "checkpoint (77, 16), model (70, 16)")]
    [InlineData("max_position_embeddings", 64, "checkpoint (128, 16), model (64, 16)")]
    [InlineData("type_vocab_size", 1, "checkpoint (2, 16), model (1, 16)")]
    [InlineData("intermediate_size", 48, "checkpoint (32, 16), model (48, 16)")]
    public void Weights_of_another_shape_are_refused_by_their_header(string key, int value, string expected)
    {
        string model = Model();
        Change(model, json => json[key] = value);

        AssertBoth(model, command.At("train.csv"), expected);
    }

    [Fact]
    public void A_head_for_other_labels_is_refused_unless_it_may_be_replaced()
    {
        string model = Trained("three");
        string file = command.Write("two.csv", "text,label\na,x\nb,y\n");

        AssertBoth(model, file, "classifier.weight | MISMATCH | checkpoint (3, 16), model (2, 16)");
        Assert.Equal(0, command.Run("plan", "--model_name_or_path", model, "--train_file", file, "--ignore_mismatched_sizes").Code);
    }

    [Fact]
    public void Weights_that_were_cut_are_refused()
    {
        string model = Model();
        using (FileStream stream = File.OpenWrite(Path.Combine(model, "model.safetensors")))
        {
            stream.SetLength(stream.Length / 2);
        }

        AssertBoth(model, command.At("train.csv"), "the file was cut off");
    }

    [Fact]
    public void A_pair_for_a_model_of_single_texts_is_refused_with_its_row()
    {
        string model = Model();
        Change(model, json => json["type_vocab_size"] = 1);
        PreTrainedModel made = AutoModel.FromConfig(AutoConfig.FromPretrained(model));
        made.SavePretrained(model);
        string file = command.Write("pairs.csv", "first,second,label\na b,c d,x\ne f,g h,y\n");

        AssertBoth(model, file, "line 2): a token is of type 1, but the model has 1 (type_vocab_size)");
    }

    [Fact]
    public void A_tokenizer_without_a_padding_token_is_refused()
    {
        string model = Model();
        File.WriteAllText(Path.Combine(model, "tokenizer_config.json"), "{\"tokenizer_class\": \"BertTokenizer\", \"pad_token\": null}");

        AssertBoth(model, command.At("train.csv"), "has no padding token, which batches of texts of different lengths need");
    }

    [Theory]
    [InlineData("b")]
    [InlineData("")]
    public void A_vocabulary_with_a_word_twice_or_an_empty_line_is_refused_with_the_first_token_beyond(string extra)
    {
        string model = Model();
        List<string> words = [.. File.ReadAllLines(Path.Combine(model, "vocab.txt"))];
        words.Insert(20, extra);
        File.WriteAllLines(Path.Combine(model, "vocab.txt"), words);
        string file = command.Write($"shifted-{extra.Length}.csv", "text,label\na b,x\nab9,y\n");

        AssertBoth(model, file, "line 3): the token \"##9\" has the id 77");
    }

    [Fact]
    public void Problems_of_weights_and_tokens_are_listed_together()
    {
        string model = Model("added_tokens.json", "{\"[E1]\": 77}");
        File.WriteAllText(Path.Combine(model, "model.safetensors"), string.Empty);
        string file = command.Write("both.csv", "text,label\na,x\n[E1],y\n");

        AssertBoth(model, file, "is empty (0 bytes)");
        AssertBoth(model, file, "line 3): the token \"[E1]\"");
    }

    [Theory]
    [InlineData("warmup_stable_decay", null, "The schedule 'warmup_stable_decay' needs 'num_decay_steps', which was not given. Set it in lr_scheduler_kwargs.")]
    [InlineData("cosine_with_min_lr", null, "neither min_lr nor min_lr_rate")]
    [InlineData("linear", "{\"num_cycles\": 2}", "The schedule 'linear' has no setting 'num_cycles'; it has: last_epoch. Correct or remove it in lr_scheduler_kwargs.")]
    [InlineData("cosine", "{\"foo\": 2}", "has no setting 'foo'; it has: last_epoch, num_cycles.")]
    [InlineData("cosine", "{\"num_cycles\": \"x\"}", "The schedule 'cosine' cannot have num_cycles = 'x'. Set it to a number in lr_scheduler_kwargs.")]
    [InlineData("polynomial", "{\"lr_end\": 1}", "lr_end is 1, but it must be less than the learning rate")]
    [InlineData("reduce_lr_on_plateau", "{\"factor\": 2}", "lr_scheduler_type reduce_lr_on_plateau: factor is 2, but it must be less than 1, so that the learning rate falls.\n")]
    [InlineData("reduce_lr_on_plateau", "{\"min_lr\": [0, 0, 0]}", "min_lr has 3 values, but the optimizer has 2 parameter groups. Give one value a group.")]
    [InlineData("greedy", "{\"patience\": 1e20}", "The schedule 'greedy' cannot have patience = 1E+20. Set it to a whole number in lr_scheduler_kwargs.")]
    public void A_schedule_that_cannot_be_made_of_its_settings_is_refused(string schedule, string? settings, string expected)
    {
        AssertBoth(command.Model, command.At("train.csv"), expected, [
            "--lr_scheduler_type", schedule, .. settings is null ? (string[])[] : ["--lr_scheduler_kwargs", settings],
            "--validation_file", command.At("dev.csv"), "--eval_strategy", "steps"]);
    }

    [Fact]
    public void A_run_that_is_refused_leaves_the_earlier_one_in_its_folder_as_it_was()
    {
        string folder = Trained("earlier");
        Dictionary<string, DateTime> before = Times();

        Assert.Equal(2, command.Train("earlier", "--lr_scheduler_type", "warmup_stable_decay").Code);

        Assert.Equal(before, Times());
        Assert.Contains("nothing more is trained", command.Run("resume", folder).Output, StringComparison.Ordinal);

        Dictionary<string, DateTime> Times() => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(file => file, File.GetLastWriteTimeUtc);
    }

    private string Model() => TinyModel.Create(command.At($"model-{++_models}-{Guid.NewGuid():N}"));

    private string Model(string name, string content)
    {
        string model = Model();
        File.WriteAllText(Path.Combine(model, name), content);
        return model;
    }

    private string Trained(string folder)
    {
        Finished run = command.Train(folder);
        Assert.True(run.Code == 0, run.Errors);
        return command.At(folder);
    }

    private static void Change(string model, Action<JsonObject> change)
    {
        string path = Path.Combine(model, "config.json");
        JsonObject json = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }

    private void AssertBoth(string model, string file, string expected, params string[] flags)
    {
        foreach (string verb in (string[])["plan", "train"])
        {
            Finished run = command.Run([verb, "--model_name_or_path", model, "--train_file", file, "--max_steps", "2", "--output_dir", command.At("refused"), .. flags]);

            Assert.True(run.Code == 2, $"{verb}: {run.Code} {run.Errors}");
            Assert.Contains(expected, run.Errors);
            Assert.False(Directory.Exists(command.At("refused")));
        }
    }
}
