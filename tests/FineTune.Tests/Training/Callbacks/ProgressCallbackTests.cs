using FineTune.Terminal;
using FineTune.Training;

namespace FineTune.Tests.Training.Callbacks;

public sealed class ProgressCallbackTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly ManualClock _clock = new();

    [Fact]
    public void Plain_lines_have_no_control_characters_and_show_the_training_loss_at_an_evaluation()
    {
        ProgressCallback callback = new() { Style = ProgressStyle.Plain, Output = _output, Clock = _clock };

        Play(callback);

        Assert.Equal(
            """
            step 1/4  epoch 0.5  training loss 0.8  0:31 of 2:04, 0.0323 steps/s
            step 2/4  epoch 1  loss 0.7123  learning_rate 2e-05
            step 2/4  epoch 1  training loss 0.75  eval_loss 0.6543  eval_accuracy 0.8123

            """,
            _output.ToString());
    }

    [Fact]
    public void Json_lines_have_the_keys_of_the_log_history()
    {
        ProgressCallback callback = new() { Style = ProgressStyle.Json, Output = _output, Clock = _clock };

        Play(callback);

        Assert.Equal(
            """
            {"loss": 0.71234, "learning_rate": 2e-05, "epoch": 1.0, "step": 2}
            {"eval_loss": 0.65432, "eval_accuracy": 0.81234, "eval_runtime": 1.5, "epoch": 1.0, "step": 2}

            """,
            _output.ToString());
    }

    [Fact]
    public void A_terminal_shows_a_table_with_a_row_an_evaluation_and_a_bar_below()
    {
        ProgressCallback callback = new() { Style = ProgressStyle.Live, Output = _output, Clock = _clock };

        Play(callback);

        string[] lines = [.. _output.ToString().Split('\n').Select(line => line[(line.LastIndexOf('K', line.Length - 1) + 1)..])];
        Assert.Contains("Training Loss  Validation Loss  Accuracy", lines[0], StringComparison.Ordinal);
        Assert.Equal("       1         0.7500           0.6543    0.8123", lines[1]);
        Assert.Equal(" 50% [############............] 2/4  0:31 of 1:02, 0.0645 steps/s  loss 0.75", lines[2]);
    }

    [Fact]
    public void An_evaluation_after_training_adds_no_row_to_its_table()
    {
        ProgressCallback callback = new() { Style = ProgressStyle.Live, Output = _output, Clock = _clock };
        Play(callback);
        _output.GetStringBuilder().Clear();

        callback.OnPredictionStep(Context());
        callback.OnEvaluate(Context(), new LogEntry { ["eval_loss"] = 0.65432, ["epoch"] = 1 });

        Assert.Equal(string.Empty, Shown(_output.ToString()));
    }

    [Theory]
    [InlineData(ProgressStyle.Live)]
    [InlineData(ProgressStyle.Plain)]
    public void A_resumed_run_says_what_it_goes_on_from_and_shows_the_rows_of_before(ProgressStyle style)
    {
        ProgressCallback callback = new() { Style = style, Output = _output, Clock = _clock };
        TrainerState state = new() { MaxSteps = 4, GlobalStep = 2, EpochValue = 1.0 };
        state.AddLog(new LogEntry { ["loss"] = 0.75, ["epoch"] = 1, ["step"] = 2 });
        state.AddLog(new LogEntry { ["epoch"] = 1, ["eval_accuracy"] = 0.81234, ["eval_loss"] = 0.65432, ["eval_runtime"] = 1.5, ["step"] = 2 }); // As a file has it.
        TrainerContext context = new(new TrainingArguments { EvalStrategy = IntervalStrategy.Epoch }, state, new TrainerControl()) { ResumedFrom = "out/checkpoint-2" };

        callback.OnTrainBegin(context);
        callback.OnEvaluate(context, new LogEntry { ["eval_loss"] = 0.5, ["eval_accuracy"] = 0.9, ["epoch"] = 2 });

        string[] lines = Shown(_output.ToString()).Split('\n');
        Assert.Equal("Going on from out/checkpoint-2: step 2 of 4, epoch 1", lines[0]);
        if (style == ProgressStyle.Live)
        {
            Assert.Contains("Epoch  Training Loss  Validation Loss  Accuracy", lines[1], StringComparison.Ordinal);
            Assert.Equal("       1         0.7500           0.6543    0.8123", lines[2]);
            Assert.Equal("       1              -           0.5000    0.9000", lines[3]);
        }
    }

    [Fact]
    public void What_else_is_printed_goes_above_the_bar()
    {
        Assert.Equal("\r\u001b[Kwarning\n 50% [##..]", LiveLine.MakeRoom("warning\n", " 50% [##..]"));
        Assert.Equal("warning\n", LiveLine.MakeRoom("warning\n", null));
    }

    [Fact]
    public void The_printer_prints_what_the_reference_prints_and_takes_nothing_away()
    {
        LogEntry logs = new() { ["train_runtime"] = 12.3456, ["total_flos"] = 1e12, ["train_loss"] = 0.123456, ["epoch"] = 3 };

        new PrinterCallback { Output = _output }.OnLog(Context(), logs);

        Assert.Equal("{'train_runtime': '12.35', 'train_loss': '0.1235', 'epoch': '3'}\n", _output.ToString());
        Assert.Equal(1e12, logs["total_flos"]);
    }

    /// <summary>What a terminal shows in the end of what was written to it.</summary>
    private static string Shown(string text) => string.Join('\n', text.Split('\n').Select(line => line[(line.LastIndexOf("\u001b[K", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..]));

    private void Play(ProgressCallback callback)
    {
        TrainerContext context = Context(loss: 0.8);
        callback.OnTrainBegin(context);
        _clock.Advance(TimeSpan.FromSeconds(31));
        context.State.GlobalStep = 1;
        context.State.EpochValue = 0.5;
        callback.OnStepEnd(context);
        context = Context(loss: 0.75);
        context.State.GlobalStep = 2;
        context.State.EpochValue = 1.0;
        callback.OnStepEnd(context);
        callback.OnLog(context, new LogEntry { ["loss"] = 0.71234, ["learning_rate"] = 2e-5, ["epoch"] = 1 });
        LogEntry metrics = new() { ["eval_loss"] = 0.65432, ["eval_accuracy"] = 0.81234, ["eval_runtime"] = 1.5, ["epoch"] = 1 };
        callback.OnPredictionStep(context);
        callback.OnLog(context, callback.Style == ProgressStyle.Plain ? new LogEntry(metrics.Where(pair => pair.Key != "eval_runtime")) : metrics);
        callback.OnEvaluate(context, metrics);
        if (callback.Style == ProgressStyle.Live)
        {
            callback.OnTrainEnd(context);
        }
    }

    private static TrainerContext Context(double? loss = null) =>
        new(new TrainingArguments { EvalStrategy = IntervalStrategy.Epoch }, new TrainerState { MaxSteps = 4 }, new TrainerControl()) { TrainingLoss = loss };

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Advance(TimeSpan time) => _now += time.Ticks;
    }
}
