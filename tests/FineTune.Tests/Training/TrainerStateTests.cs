using FineTune.Training;

namespace FineTune.Tests.Training;

public sealed class TrainerStateTests
{
    [Fact]
    public void A_key_that_no_state_has_is_named()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => TrainerState.Parse("""{"global_step": 3, "mood": 1}""", "x.json"));

        Assert.Contains("x.json is not the state of a Trainer: it has the key \"mood\"", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_file_is_named_with_the_place()
    {
        CheckpointException exception = Assert.Throws<CheckpointException>(() => TrainerState.Parse("{\"global_step\": 3,\n \"log_hi", "x.json"));

        Assert.Contains("line 2", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_finite_keeps_its_name()
    {
        TrainerState state = new() { BestMetric = double.PositiveInfinity };
        state.AddLog(new LogEntry { ["loss"] = double.NaN });

        string text = state.ToJsonText();

        Assert.Contains("\"best_metric\": Infinity", text, StringComparison.Ordinal);
        Assert.Contains("\"loss\": NaN", text, StringComparison.Ordinal);
        Assert.Equal(text, TrainerState.Parse(text, "again").ToJsonText());
    }

    [Fact]
    public void Counts_are_ints_and_measurements_floats()
    {
        LogEntry entry = new() { ["loss"] = 1 };
        entry.Set("step", 5);

        Assert.Equal("{'loss': 1.0, 'step': 5}", entry.ToString());
        Assert.Equal("{'loss': 1.0, 'step': 5}", LogEntry.FromJson(JsonText.ReadObject("""{"loss": 1.0, "step": 5}""")).ToString());
    }
}
