using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

public sealed class PlanTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    public static TheoryData<string> ModelTypes => [.. AutoConfig.ModelTypes];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_work_that_was_planned_is_the_work_that_was_done(bool padToMaxLength)
    {
        string[] flags =
        [
            "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--output_dir", command.At($"work-{padToMaxLength}"),
            "--pad_to_max_length", padToMaxLength ? "true" : "false", "--num_train_epochs", "2", "--per_device_train_batch_size", "5", "--max_seq_length", "32",
        ];

        JsonNode plan = JsonNode.Parse(command.Run(["plan", .. flags, "--json"]).Output)!;
        Finished run = command.Run(["train", .. flags]);

        Assert.True(run.Code == 0, run.Errors);
        JsonObject state = command.Json($"work-{padToMaxLength}", "trainer_state.json");
        Assert.Equal((double)plan["total_flos"]!, (double)state["total_flos"]!);
        Assert.Equal((int)plan["total_steps"]!, (int)state["global_step"]!);
    }

    [Theory]
    [MemberData(nameof(ModelTypes))]
    public void Every_architecture_does_what_was_planned(string type)
    {
        string model = TinyModel.Create(command.At($"{type}-model"));
        command.Write(Path.Combine(model, "tokenizer_config.json"), """{"tokenizer_class": "BertTokenizer"}""");
        command.Write(Path.Combine(model, "config.json"), $$"""
            {"model_type": "{{type}}", "vocab_size": 77, "embedding_size": 8, "hidden_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
             "intermediate_size": 32, "max_position_embeddings": 128, "pad_token_id": 0}
            """);
        AutoModel.FromConfig(AutoConfig.FromPretrained(model)).SavePretrained(model);
        string[] flags =
        [
            "--model_name_or_path", model, "--train_file", command.At("train.csv"), "--output_dir", command.At(type), "--no_pad_to_max_length", "--max_steps", "3",
            "--layerwise_lr_decay", "0.9", "--neftune_noise_alpha", "5", "--freeze", "*embeddings.*orm.weight", "--gradient_checkpointing",
        ];

        JsonNode plan = JsonNode.Parse(command.Run(["plan", .. flags, "--json"]).Output)!;
        Finished run = command.Run(["train", .. flags]);

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal((double)plan["total_flos"]!, (double)command.Json(type, "trainer_state.json")["total_flos"]!);
        Assert.Contains(type + "-model", File.ReadAllText(command.At(type, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_happens_beside_steps_is_no_matter_of_the_measured_time()
    {
        Finished run = command.Run(
            "plan", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--validation_file", command.At("dev.csv"), "--output_dir", command.At("beside"),
            "--eval_strategy", "steps", "--eval_steps", "3", "--eval_on_start", "--save_steps", "3", "--load_best_model_at_end", "--lr_scheduler_type", "reduce_lr_on_plateau",
            "--lr_scheduler_kwargs", """{"patience": 1}""", "--report_to", "all", "--max_steps", "8", "--json");

        Assert.True(run.Code == 0, run.Errors);
        JsonNode time = JsonNode.Parse(run.Output)!["estimated_time"]!;
        Assert.InRange((int)time["measured_steps"]!, 1, 5);
        Assert.True((double)time["evaluation_seconds"]! > 0);
        Assert.Empty(run.Errors);
        Assert.False(Directory.Exists(command.At("beside")));
    }

    [Fact]
    public void What_evaluations_round_is_told_with_the_precision_and_nothing_beside_the_plan()
    {
        Finished run = command.Run(
            "plan", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--validation_file", command.At("dev.csv"), "--output_dir", command.At("rounded"),
            "--eval_strategy", "steps", "--eval_steps", "3", "--bf16_full_eval", "--max_steps", "8", "--json");

        Assert.True(run.Code == 0, run.Errors);
        JsonNode plan = JsonNode.Parse(run.Output)!;
        Assert.StartsWith("float32; evaluations outside training round the weights to bfloat16 and multiply in it", (string)plan["precision"]!, StringComparison.Ordinal);
        Assert.True((double)plan["estimated_time"]!["evaluation_seconds"]! > 0);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void A_plan_needs_no_weights_and_writes_nothing()
    {
        string model = TinyModel.Create(command.At("weightless"));
        File.Delete(Path.Combine(model, "model.safetensors"));

        Finished run = command.Run("plan", "--model_name_or_path", model, "--train_file", command.At("train.csv"), "--output_dir", command.At("planned"));

        Assert.True(run.Code == 0, run.Errors);
        Assert.False(Directory.Exists(command.At("planned")));
    }

    [Fact]
    public void Rows_that_are_empty_doubled_or_shared_are_counted()
    {
        string train = command.Write("doubled.csv", "text,label\na,x\na,x\n ,y\nb,y\n");
        string dev = command.Write("shared.csv", "text,label\nb,y\nc,x\n");

        JsonNode splits = JsonNode.Parse(command.Run(
            "plan", "--model_name_or_path", command.Model, "--train_file", train, "--validation_file", dev, "--do_eval", "--output_dir", "none", "--json").Output)!["splits"]!;

        Assert.Equal(1, (int)splits["train"]!["empty_rows"]!);
        Assert.Equal(1, (int)splits["train"]!["duplicated_rows"]!);
        Assert.Equal(1, (int)splits["validation"]!["rows_shared_with_train"]!);
        Assert.Equal("""{"x":2,"y":2}""", splits["train"]!["label_counts"]!.ToJsonString());
    }

    [Fact]
    public void What_truncation_cuts_is_reported()
    {
        string train = command.Write("long.csv", "text,label\nabcdefgh,x\nab,y\n");

        JsonNode split = JsonNode.Parse(command.Run(
            "plan", "--model_name_or_path", command.Model, "--train_file", train, "--max_seq_length", "6", "--output_dir", "none", "--json").Output)!["splits"]!["train"]!;

        Assert.Equal(0.5, (double)split["truncated_rows_share"]!);
        Assert.Equal(4.0 / 14, (double)split["truncated_tokens_share"]!, 12);
    }
}
