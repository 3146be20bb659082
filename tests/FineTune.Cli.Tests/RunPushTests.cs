using FineTune.Testing;

namespace FineTune.Cli.Tests;

/// <summary>Runs of the command that push, against a stand-in Hub on loopback.</summary>
[Collection(HubEnvironmentCollection.Name)]
public sealed class RunPushTests : IDisposable
{
    private readonly CommandFixture _at = new();
    private readonly StandInHub _hub = new();
    private readonly EnvironmentVariables _environment;

    public RunPushTests() =>
        _environment = new(("HF_ENDPOINT", _hub.Url), ("HF_HOME", _at.At("home")), ("HF_TOKEN", Tokens.AliceWrite), ("HF_HUB_CACHE", null));

    public void Dispose()
    {
        _environment.Dispose();
        Assert.Empty(_hub.Leaks);
        _hub.Dispose();
        _at.Dispose();
    }

    [Fact]
    public void A_run_pushes_its_checkpoints_and_at_the_end_its_folder()
    {
        Finished run = _at.Train(
            "pushed", "--push_to_hub", "--hub_strategy", "checkpoint", "--hub_always_push", "--save_steps", "2", "--validation_file", _at.At("dev.csv"), "--do_eval");

        Assert.True(run.Code == 0, run.Errors);
        Assert.Equal(
            [
                "Training in progress, step 2", "Training in progress, step 2, checkpoint", "Training in progress, step 4", "Training in progress, step 4, checkpoint",
                "End of training",
            ],
            _hub.HistoryOf("alice/pushed").Reverse().Skip(1));
        Assert.Contains($"Pushed: {_hub.Url}/alice/pushed/commit/", run.Output, StringComparison.Ordinal);
        IReadOnlyDictionary<string, byte[]> files = _hub.Export("alice/pushed");
        string[] expected =
        [
            ".gitattributes", "README.md", "all_results.json", "config.json", "eval_results.json", "finetune_inputs.json", "model.safetensors",
            "tokenizer.json", "tokenizer_config.json", "train_results.json", "trainer_state.json", "training_args.json",
        ];
        Assert.Equal(expected, files.Keys.Where(path => !path.Contains('/', StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(expected.Skip(1), name => Assert.Equal(File.ReadAllBytes(_at.At("pushed", name)), files[name]));
        Assert.Equal(File.ReadAllBytes(_at.At("pushed", "checkpoint-4", "optimizer.pt")), files["last-checkpoint/optimizer.pt"]);
        Assert.False(Directory.Exists(_at.At("pushed", ".hub-push")));
    }

    [Fact]
    public void A_finished_run_whose_push_did_not_arrive_ends_with_3_and_the_command_that_pushes_it()
    {
        _hub.Fail("POST", "/commit/", Fault.Status(403, "Not today."), times: 1000);

        Finished run = _at.Train("kept", "--push_to_hub", "--hub_model_id", "alice/other");
        _hub.Heal();
        string last = run.Errors.TrimEnd('\n').Split('\n')[^1];
        Finished repeated = _at.Run(last["finetune ".Length..].Split(' '));

        Assert.Equal(3, run.Code);
        Assert.Equal($"finetune push {_at.At("kept")} --repo alice/other", last);
        Assert.Contains("Not today.", run.Errors, StringComparison.Ordinal);
        Assert.True(repeated.Code == 0, repeated.Errors);
        Assert.Equal(File.ReadAllBytes(_at.At("kept", "model.safetensors")), _hub.Export("alice/other")["model.safetensors"]);
    }

    [Fact]
    public async Task The_model_and_its_metrics_are_on_disk_before_any_push_is_waited_for()
    {
        PlannedFault held = _hub.Fail("POST", "/commit/", Fault.Hold());

        Task<Finished> run = Task.Run(() => _at.Train("held", "--push_to_hub", "--save_steps", "2"));
        await held.Reached.WaitAsync(TimeSpan.FromMinutes(2));
        for (int i = 0; i < 1200 && !File.Exists(_at.At("held", "trainer_state.json")); i++)
        {
            await Task.Delay(100);
        }

        Assert.True(File.Exists(_at.At("held", "model.safetensors")));
        Assert.True(File.Exists(_at.At("held", "train_results.json")));
        Assert.False(run.IsCompleted);
        held.Release();
        Assert.Equal(0, (await run).Code);
        Assert.Equal(File.ReadAllBytes(_at.At("held", "model.safetensors")), _hub.Export("alice/held")["model.safetensors"]);
    }

    [Fact]
    public void A_run_that_may_not_push_is_refused_before_its_first_step()
    {
        Environment.SetEnvironmentVariable("HF_TOKEN", Tokens.AliceRead);

        Finished run = _at.Train("refused", "--push_to_hub", "--hub_model_id", "alice/other");

        Assert.Equal((2, 1), (run.Code, run.Problems.Length));
        Assert.False(File.Exists(_at.At("refused", "training_args.json")));
        Assert.DoesNotContain(Tokens.AliceRead, run.Errors + run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_the_Hub_does_not_take_is_named()
    {
        Finished run = _at.Train("misnamed", "--push_to_hub", "--hub_model_id", "alice/a--b");

        Assert.Equal(2, run.Code);
        Assert.Contains("hub_model_id", run.Errors, StringComparison.Ordinal);
        Assert.Contains("alice/a--b", run.Errors, StringComparison.Ordinal);
    }
}
