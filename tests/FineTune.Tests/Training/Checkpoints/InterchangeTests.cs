using System.Collections;
using System.Text.Json.Nodes;
using FineTune.IO;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Checkpoints;

/// <summary>A checkpoint of the reference is gone on from as the reference does, and ours holds what the reference's does.</summary>
public sealed class InterchangeTests : IDisposable
{
    private const double Tolerance = 3e-5;
    private static readonly JsonObject s_resumed = TrainingGolden.Read("resumed.json");
    private readonly RunFolder _folder = new();
    private EventRecorder? _recorder;

    private static string Theirs(string file) => Golden.Path("training", "reference-checkpoint", file);

    [Fact]
    public void A_run_of_the_reference_goes_on_as_it_does_there()
    {
        Trainer trainer = Make();

        _ = trainer.Train(ResumeFrom.Path(CopyOfTheirs()));

        Assert.Equal(s_resumed["events"]!.AsArray().Select(item => item!.GetValue<string>()), _recorder!.Events);
        foreach ((string name, Parameter parameter) in trainer.Model.NamedParameters())
        {
            double[] expected = [.. s_resumed["weights"]![name]!.AsArray().Select(ArgumentValue.Real)];
            Assert.All(expected.Zip(parameter.ToArray()), pair => Assert.True(Math.Abs(pair.First - pair.Second) < Tolerance));
        }
    }

    [Fact]
    public void Its_log_goes_on_where_it_was()
    {
        Trainer trainer = Make();

        _ = trainer.Train(ResumeFrom.Path(CopyOfTheirs()));

        JsonObject[] expected = [.. s_resumed["log_history"]!.AsArray().Select(item => item!.AsObject())];
        Assert.Equal(expected.Length, trainer.State.LogHistory.Count);
        foreach ((JsonObject theirs, LogEntry ours) in expected.Zip(trainer.State.LogHistory))
        {
            foreach ((string key, JsonNode? value) in theirs.Where(pair => pair.Key != "train_loss"))
            {
                Assert.True(Math.Abs(ArgumentValue.Real(value) - ours[key]) < Tolerance, $"{key} at step {theirs["step"]}");
            }
        }
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("adafactor")]
    public void A_run_with_another_optimizer_goes_on_as_it_does_there(string optimizer)
    {
        JsonObject golden = TrainingGolden.Read($"resumed-{optimizer}.json");
        string copy = Copy($"reference-checkpoint-{optimizer}");
        Trainer trainer = Make(golden);

        _ = trainer.Train(ResumeFrom.Path(copy));

        foreach ((JsonNode? theirs, LogEntry ours) in golden["log_history"]!.AsArray().Zip(trainer.State.LogHistory))
        {
            foreach ((string key, JsonNode? value) in theirs!.AsObject().Where(pair => pair.Key != "train_loss"))
            {
                Assert.True(Math.Abs(ArgumentValue.Real(value) - ours[key]) < Tolerance, $"{key} at step {theirs["step"]}");
            }
        }

        foreach ((string name, Parameter parameter) in trainer.Model.NamedParameters())
        {
            double[] expected = [.. golden["weights"]![name]!.AsArray().Select(ArgumentValue.Real)];
            Assert.All(expected.Zip(parameter.ToArray()), pair => Assert.True(Math.Abs(pair.First - pair.Second) < Tolerance));
        }
    }

    [Fact]
    public void Its_state_is_written_back_byte_for_byte() =>
        Assert.Equal(File.ReadAllText(Theirs("trainer_state.json")), TrainerState.LoadFromJson(Theirs("trainer_state.json")).ToJsonText());

    [Fact]
    public void The_random_numbers_of_python_and_numpy_are_handed_on()
    {
        RngStateFile theirs = RngStateFile.Load(Theirs("rng_state.pth"));

        _ = Make().Train(ResumeFrom.Path(CopyOfTheirs()));

        RngStateFile ours = RngStateFile.Load(_folder.File("checkpoint-10", "rng_state.pth"));
        Assert.Equal(theirs.Python.Words, ours.Python.Words);
        Assert.Equal(theirs.NumPy.Words, ours.NumPy.Words);
    }

    [Fact]
    public void Our_checkpoint_of_the_same_step_has_the_same_state_to_the_letter()
    {
        _ = Make().Train();

        JsonObject theirs = JsonText.ReadObject(File.ReadAllText(Theirs("trainer_state.json")));
        JsonObject ours = JsonText.ReadObject(File.ReadAllText(_folder.File("checkpoint-5", "trainer_state.json")).Replace(_folder.Path, "out", StringComparison.Ordinal));
        Assert.Equal(Rounded(theirs), Rounded(ours));
    }

    [Fact]
    public void Our_checkpoint_of_the_same_step_has_the_same_random_numbers_in_the_same_form()
    {
        _ = Make().Train();

        RngStateFile theirs = RngStateFile.Load(Theirs("rng_state.pth"));
        RngStateFile ours = RngStateFile.Load(_folder.File("checkpoint-5", "rng_state.pth"));
        Assert.Equal(theirs.Cpu, ours.Cpu);
        Assert.Equal(theirs.Python.Words, ours.Python.Words);
        Assert.Equal(theirs.Python.Position, ours.Python.Position);
        Assert.Equal(theirs.NumPy.Words, ours.NumPy.Words);
        Assert.Equal(theirs.NumPy.Position, ours.NumPy.Position);
    }

    [Theory]
    [InlineData("optimizer.pt")]
    [InlineData("scheduler.pt")]
    public void Our_state_dicts_have_the_references_keys_in_its_order_and_its_values(string file)
    {
        _ = Make().Train();

        Assert.Equal(Outline(StateDictFile.Load(Theirs(file))), Outline(StateDictFile.Load(_folder.File("checkpoint-5", file))));
    }

    public void Dispose() => _folder.Dispose();

    private static string Outline(object? value) => value switch
    {
        Tensor tensor => $"tensor{tensor.Shape}[{string.Join(" ", tensor.ToArray().Select(number => Math.Round(number, 4) + 0.0))}]",
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {Outline(map[key])}")) + "}",
        IEnumerable<KeyValuePair<string, object?>> map => "{" + string.Join(", ", map.Select(pair => $"{pair.Key}: {Outline(pair.Value)}")) + "}",
        string text => text,
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Outline)) + "]",
        null => "None",
        _ => value.ToString()!,
    };

    /// <summary>Times are left out, measurements rounded to what single operations in another order leave alone.</summary>
    private static string Rounded(JsonObject state)
    {
        foreach (JsonNode? item in state["log_history"]!.AsArray())
        {
            JsonObject entry = item!.AsObject();
            foreach (string key in entry.Select(pair => pair.Key).ToArray())
            {
                entry[key] = key.Contains("_per_second", StringComparison.Ordinal) || key.EndsWith("_runtime", StringComparison.Ordinal) ? 0.0
                    : key is "loss" or "grad_norm" or "eval_loss" ? PythonNumber.Round(ArgumentValue.Real(entry[key]), 4)
                    : entry[key]?.DeepClone();
            }
        }

        return JsonText.Write(state);
    }

    private string CopyOfTheirs() => Copy("reference-checkpoint");

    private string Copy(string checkpoint)
    {
        string copy = _folder.File("checkpoint-5");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.EnumerateFiles(Golden.Path("training", checkpoint)))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return copy;
    }

    private Trainer Make() => Make(s_resumed);

    private Trainer Make(JsonObject golden)
    {
        JsonObject settings = (JsonObject)golden["settings"]!.DeepClone();
        settings["output_dir"] = _folder.Path;
        TrainingArguments args = TrainingArguments.FromJson(JsonText.WriteLine(settings)) with { RestoreCallbackStatesFromCheckpoint = false };
        Trainer? trainer = null;
        _recorder = new EventRecorder(() => trainer!.Generator);
        trainer = new Trainer(new TinyClassifier(), args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            ComputeMetrics = GoldenRunTests.Accuracy,
            Callbacks = [_recorder, new EarlyStoppingCallback { EarlyStoppingPatience = 9 }, new PrinterCallback { Output = TextWriter.Null }],
            Logger = NullLogger.Instance,
        };
        return trainer;
    }
}
