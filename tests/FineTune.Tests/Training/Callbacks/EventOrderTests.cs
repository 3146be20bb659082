using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Callbacks;

/// <summary>The order of events beside the reference's, where several things meet: what callbacks see, ask for and put in place.</summary>
public sealed class EventOrderTests
{
    private static readonly Lazy<JsonObject> s_golden = new(() => TrainingGolden.Read("events.json"));

    public static TheoryData<string> Names => [.. Runs.Select(run => run.Text("name"))];

    private static IEnumerable<JsonObject> Runs => s_golden.Value["runs"]!.AsArray().Select(run => run!.AsObject());

    [Theory]
    [MemberData(nameof(Names))]
    public void Events_come_in_the_references_order_with_its_flags_and_random_numbers(string name)
    {
        JsonObject golden = Runs.Single(run => run.Text("name") == name);

        (Trainer trainer, List<string> events) = Play(golden);

        Assert.Equal(golden["events"]!.AsArray().Select(item => item!.GetValue<string>()), events);
        Assert.Equal(golden.Whole("global_step"), trainer.State.GlobalStep);
        Assert.Equal(golden["logged"]!.AsArray().Select(item => item!.GetValue<string>()), trainer.State.LogHistory.Select(Keys));
    }

    private static (Trainer Trainer, List<string> Events) Play(JsonObject golden)
    {
        using RunFolder folder = new();
        JsonObject json = (JsonObject)golden["args"]!.DeepClone();
        json["output_dir"] = folder.Path;
        List<string> events = [];
        Trainer? trainer = null;
        string Random() => EventRecorder.Digest(trainer!.Generator);
        List<TrainerCallback> callbacks =
        [
            new PrinterCallback { Output = TextWriter.Null },
            new Recorder("a", events, Random),
            new Asker([.. golden["asks"]!.AsArray().Select(ask => ask!.AsArray())], golden["replaces"]!.GetValue<bool>()),
            new Recorder("b", events, Random),
        ];
        if (golden["stop"] is { } stop)
        {
            callbacks.Add(new EarlyStoppingCallback { EarlyStoppingPatience = ArgumentValue.Integer(stop) });
        }

        trainer = new Trainer(new TinyClassifier(), TrainingArguments.FromJson(JsonText.WriteLine(json)))
        {
            TrainDataset = TinyData.Rows((int)golden.Whole("rows")),
            EvalDataset = TinyData.Rows((int)golden.Whole("eval_rows"), 1),
            Callbacks = callbacks,
            Logger = NullLogger.Instance,
        };
        if (golden["first"]!.GetValue<bool>())
        {
            _ = trainer.Evaluate();
            _ = trainer.Predict(TinyData.Rows(5, 3));
        }

        _ = trainer.Train();
        _ = trainer.Predict(TinyData.Rows(5, 3));
        return (trainer, events);
    }

    private static string Keys(LogEntry entry) => string.Join(' ', entry.Keys.Where(key => !key.EndsWith("_runtime", StringComparison.Ordinal)
        && !key.EndsWith("_per_second", StringComparison.Ordinal) && !key.EndsWith("_preparation_time", StringComparison.Ordinal)));

    private sealed class Recorder(string name, List<string> events, Func<string> random) : AnyEvent
    {
        protected override void On(string kind, TrainerContext context)
        {
            TrainerControl control = context.Control;
            string flags = string.Concat(
                control.ShouldTrainingStop ? "t" : string.Empty,
                control.ShouldEpochStop ? "e" : string.Empty,
                control.ShouldSave ? "s" : string.Empty,
                control.ShouldEvaluate ? "v" : string.Empty,
                control.ShouldLog ? "l" : string.Empty);
            events.Add($"{name}.{kind} {context.State.GlobalStep} {random()} {flags}".TrimEnd());
        }
    }

    private sealed class Asker(JsonArray[] asks, bool replaces) : AnyEvent
    {
        protected override void On(string name, TrainerContext context)
        {
            JsonArray[] due = [.. asks.Where(ask => ask[0]!.GetValue<string>() == name && ArgumentValue.Integer(ask[1]) == context.State.GlobalStep)];
            if (due.Length > 0 && replaces)
            {
                TrainerControl own = new();
                own.FromState(context.Control.State());
                context.Control = own;
            }

            foreach (JsonArray ask in due)
            {
                CallbackState state = context.Control.State();
                state.Args[ask[2]!.GetValue<string>()] = ask[3]!.GetValue<bool>();
                context.Control.FromState(state);
            }
        }
    }
}
