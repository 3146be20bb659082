using System.Text.Json;
using System.Text.Json.Nodes;

namespace FineTune.Cli.Tests;

/// <summary>With <c>--json</c> standard output is JSON and nothing else, and numbers are numbers.</summary>
public sealed class JsonTests(CommandFixture command) : IClassFixture<CommandFixture>
{
    [Fact]
    public void Training_prints_what_it_found()
    {
        Finished run = command.Train("trained", "--validation_file", command.At("dev.csv"), "--do_eval", "--test_file", command.At("test.csv"), "--do_predict", "--json");

        JsonObject found = JsonNode.Parse(run.Output)!.AsObject();
        Assert.Equal((0, 4, command.At("trained")), (run.Code, (int)found["global_step"]!, (string)found["output_dir"]!));
        Assert.Equal(command.Json("trained", "all_results.json")["eval_loss"]!.ToJsonString(), found["eval_loss"]!.ToJsonString());
        Assert.Equal(JsonValueKind.Number, found["train_samples"]!.GetValueKind());
        Assert.Contains("train metrics", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_of_what_is_logged_stay_out_of_it()
    {
        Finished run = command.Train("logged", "--disable_tqdm", "--logging_steps", "2", "--json");

        Assert.Equal(4, (int)JsonNode.Parse(run.Output)!["global_step"]!);
        Assert.Equal(2, run.Errors.Split('\n').Count(line => line.StartsWith("{'loss': '", StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_a_bar_lines_of_JSON_are_such_still()
    {
        Finished run = command.Train("lines", "--disable_tqdm", "--logging_steps", "2", "--log_format", "json");

        Assert.Equal(0, run.Code);
        Assert.Equal(2, run.JsonLines.Count(line => line["loss"] is not null));
    }

    [Fact]
    public void A_saved_model_is_measured_asked_and_resumed()
    {
        command.Train("saved", "--save_strategy", "no");
        string[] model = ["--model_name_or_path", command.At("saved")];

        JsonNode evaluated = JsonNode.Parse(command.Run(["evaluate", .. model, "--validation_file", command.At("dev.csv"), "--json"]).Output)!;
        JsonNode predicted = JsonNode.Parse(command.Run(["predict", .. model, "--test_file", command.At("test.csv"), "--output_dir", command.At("p"), "--json"]).Output)!;
        JsonNode resumed = JsonNode.Parse(command.Run("resume", command.At("saved"), "--json").Output)!;

        Assert.Equal(JsonValueKind.Number, evaluated["eval_accuracy"]!.GetValueKind());
        Assert.Equal(9, (int)evaluated["eval_samples"]!);
        Assert.Equal(command.At("p", "predict_results.jsonl"), (string)predicted["predictions"]!);
        Assert.Equal(4, (int)resumed["global_step"]!);
    }

    [Fact]
    public void The_machine_and_a_plan_are_told_in_numbers()
    {
        JsonNode info = JsonNode.Parse(command.Run("info", "--json").Output)!;
        JsonNode plan = JsonNode.Parse(command.Run(
            "plan", "--model_name_or_path", command.Model, "--train_file", command.At("train.csv"), "--output_dir", "none", "--json").Output)!;

        Assert.All(["cores", "threads", "peak_gflops", "memory_bytes"], key => Assert.Equal(JsonValueKind.Number, info[key]!.GetValueKind()));
        Assert.True(info.AsObject().TryGetPropertyValue("processes", out JsonNode? processes) && processes is null);
        Assert.All(["total_steps", "memory_bytes", "total_flos"], key => Assert.Equal(JsonValueKind.Number, plan[key]!.GetValueKind()));
        Assert.True((double)plan["estimated_time"]!["seconds"]! > 0);
    }
}
