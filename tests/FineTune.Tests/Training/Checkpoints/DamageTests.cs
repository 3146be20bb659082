using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Checkpoints;

public sealed class DamageTests : IDisposable
{
    private readonly RunFolder _folder = new();
    private readonly string _expected;

    public DamageTests() => _expected = new ResumableRun(_folder.Path).Train();

    public static TheoryData<string> Files => ["model.safetensors", "optimizer.pt", "scheduler.pt", "rng_state.pth", "trainer_state.json", "training_args.json", "finetune_progress.json"];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_changed_byte_is_noticed_and_the_checkpoint_before_is_taken(string file)
    {
        string path = _folder.File("checkpoint-8", file);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(path, bytes);
        int batches = 0;

        string resumed = new ResumableRun(_folder.Path) { OnForward = (model, _) => batches += model.Training ? 1 : 0 }.Train(ResumeFrom.LastCheckpoint);

        Assert.Equal(_expected, resumed);
        Assert.Equal(3, batches); // steps 7 and 8, the second with one batch
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_missing_file_is_named(string file)
    {
        File.Delete(_folder.File("checkpoint-8", file));

        CheckpointException exception = Assert.Throws<CheckpointException>(() =>
            new ResumableRun(_folder.Path).Train(ResumeFrom.Path(_folder.File("checkpoint-8"))));

        Assert.Contains($"checkpoint-8 cannot be resumed from: {file} is missing. Take another checkpoint.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_damaged_checkpoints_are_an_error_that_names_them_all()
    {
        foreach (string checkpoint in _folder.Checkpoints)
        {
            File.AppendAllText(_folder.File(checkpoint, "optimizer.pt"), "x");
        }

        CheckpointException exception = Assert.Throws<CheckpointException>(() => new ResumableRun(_folder.Path).Train(ResumeFrom.LastCheckpoint));

        Assert.All(_folder.Checkpoints, checkpoint => Assert.Contains($"{checkpoint} (optimizer.pt has ", exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void What_looks_like_a_checkpoint_but_is_none_is_left_alone()
    {
        Directory.CreateDirectory(_folder.File("checkpoint-99"));
        Directory.CreateDirectory(_folder.File("checkpoint-best"));
        File.WriteAllText(_folder.File("checkpoint-best", "trainer_state.json"), "mine");

        string resumed = new ResumableRun(_folder.Path, args => args with { SaveTotalLimit = 1, NumTrainEpochs = 3 }).Train(ResumeFrom.LastCheckpoint);

        Assert.Contains("\"global_step\": 12", resumed, StringComparison.Ordinal);
        Assert.True(Directory.Exists(_folder.File("checkpoint-99")));
        Assert.True(File.Exists(_folder.File("checkpoint-best", "trainer_state.json")));
    }

    [Fact]
    public void A_checkpoint_of_another_model_is_named_with_the_weight_that_does_not_fit()
    {
        string weights = _folder.File("checkpoint-8", "model.safetensors");
        SafetensorsFile.Save(weights, [new SafetensorsTensor("classifier.weight", Tensor.Zeros(new Shape(5, 4)))]);
        File.Delete(_folder.File("checkpoint-8", Manifest.FileName));
        File.Delete(_folder.File("checkpoint-8", ProgressFile.FileName));

        CheckpointException exception = Assert.Throws<CheckpointException>(() =>
            new ResumableRun(_folder.Path).Train(ResumeFrom.Path(_folder.File("checkpoint-8"))));

        Assert.Contains("classifier.weight has the shape (5, 4) in it, but (3, 4) in the model", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_best_model_is_found_in_a_run_that_was_moved()
    {
        using RunFolder folder = new();
        Func<TrainingArguments, TrainingArguments> best = args => args with { LoadBestModelAtEnd = true, EvalSteps = 2, SaveSteps = 2 };
        string expected = new ResumableRun(folder.Path, best).Train();
        using RunFolder moved = new();
        Directory.Delete(moved.Path);
        Directory.Move(folder.Path, moved.Path);
        Directory.CreateDirectory(folder.Path);

        string resumed = new ResumableRun(moved.Path, best).Train(ResumeFrom.Path(moved.File("checkpoint-6")));

        Assert.Equal(expected, resumed);
    }

    public void Dispose() => _folder.Dispose();
}
