using System.Text.Json.Nodes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;
using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Checkpoints;

public sealed class RotationTests
{
    private static readonly TrainerLog s_log = new(NullLogger.Instance, TrainerLogLevel.Critical);

    [Fact]
    public void The_checkpoints_that_go_are_those_the_reference_deletes()
    {
        foreach (JsonNode? item in JsonText.Read(Golden.Text("training", "rotation.json"))!.AsArray())
        {
            JsonObject golden = item!.AsObject();
            using RunFolder folder = new();
            int[] written = [.. golden["written"]!.AsArray().Select(ArgumentValue.Integer)];
            Make(folder, written, golden.Real("gap"));
            string? best = golden["best"] is { } step ? folder.File($"checkpoint-{step}") : null;

            // The newest is the one just saved: the last by time, or by number when the times are too close to tell.
            string newest = folder.File($"checkpoint-{(golden.Real("gap") < 1 ? written.Max() : written[^1])}");
            Rotation.DeleteOldest(folder.Path, golden["limit"] is { } limit ? ArgumentValue.Integer(limit) : null, newest, best is null ? [] : [best], new QuickFiles(), s_log);

            int[] left = [.. folder.Checkpoints.Select(name => int.Parse(name[11..]))];
            Assert.Equal($"{golden}: {string.Join(" ", golden["left"]!.AsArray().Select(ArgumentValue.Integer))}", $"{golden}: {string.Join(" ", left)}");
        }
    }

    [Fact]
    public void The_last_checkpoint_is_the_one_with_the_greatest_number()
    {
        using RunFolder folder = new();
        Make(folder, [9, 100, 20], gap: 100);
        Directory.CreateDirectory(folder.File("checkpoint-best"));

        Assert.Equal(folder.File("checkpoint-100"), Trainer.GetLastCheckpoint(folder.Path));
    }

    [Fact]
    public void A_folder_that_no_trainer_saved_is_neither_counted_nor_deleted()
    {
        using RunFolder folder = new();
        Make(folder, [1, 2, 3], gap: 100);
        File.Delete(folder.File("checkpoint-1", "trainer_state.json"));

        Rotation.DeleteOldest(folder.Path, 1, folder.File("checkpoint-3"), [], new QuickFiles(), s_log);

        Assert.Equal(["checkpoint-1", "checkpoint-3"], folder.Checkpoints);
    }

    [Fact]
    public void What_training_may_have_to_start_again_from_stays_whatever_the_limit()
    {
        using RunFolder folder = new();
        Make(folder, [5, 10, 15], gap: 100);

        Rotation.DeleteOldest(folder.Path, 1, folder.File("checkpoint-15"), [folder.File("checkpoint-5")], new QuickFiles(), s_log);

        Assert.Equal(["checkpoint-15", "checkpoint-5"], folder.Checkpoints.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_just_saved_stays_even_if_the_clock_went_back()
    {
        using RunFolder folder = new();
        Make(folder, [30, 10, 20], gap: 100);

        Rotation.DeleteOldest(folder.Path, 1, folder.File("checkpoint-30"), [], new QuickFiles(), s_log);

        Assert.Contains("checkpoint-30", folder.Checkpoints);
    }

    private static void Make(RunFolder folder, int[] steps, double gap)
    {
        for (int i = 0; i < steps.Length; i++)
        {
            string path = folder.File($"checkpoint-{steps[i]}");
            Directory.CreateDirectory(path);
            File.WriteAllText(Path.Combine(path, "trainer_state.json"), "{}");
            Directory.SetLastWriteTimeUtc(path, DateTime.UnixEpoch.AddSeconds(1_700_000_000 + (i * gap)));
        }
    }
}
