using System.Text;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Logging.TensorBoard;

public sealed class TensorBoardTests
{
    [Fact]
    public void Records_are_torchs_byte_for_byte()
    {
        // torch's first record says beside the version which class wrote it.
        byte[] expected = Convert.FromHexString(TrainingGolden.Read("tensorboard.json").Text("hex"))[(0x48 + 16)..];

        byte[] actual =
        [
            .. TensorBoardEvents.Words("args", "{\"a\": \"caf\u00e9\"}", 1.5),
            .. TensorBoardEvents.Scalar("train/loss", 0.123456789, 0, 1.5),
            .. TensorBoardEvents.Scalar("eval/accuracy", 1.0, 300, 1.5),
            .. TensorBoardEvents.Scalar("train/total_flos", 1e15, 70000, 1.5),
        ];

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(actual));
    }

    [Fact]
    public void Histograms_are_torchs_byte_for_byte()
    {
        byte[] expected = Convert.FromHexString(TrainingGolden.Read("tensorboard.json").Text("histograms"))[(0x48 + 16)..];

        byte[] actual =
        [
            .. Histogram("weights/a", [.. Enumerable.Range(0, 300).Select(i => ((i * 37 % 101) - 50) / 64f)], 5),
            .. Histogram("gradients/one", [0.25f], 1),
            .. Histogram("gradients/zero", new float[7], 1),
            .. Histogram("gradients/edges", [-1e-12f, 0f, 1e-12f, 2e-13f, -3f, 3f], 2),
        ];

        Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(actual));
    }

    [Fact]
    public void Numbers_that_are_not_finite_have_no_histogram()
    {
        Assert.Null(TensorBoardHistogram.Of([1f, float.NaN]));
        Assert.Null(TensorBoardHistogram.Of([]));
    }

    [Fact]
    public void Weights_and_gradients_are_distributed_when_asked()
    {
        using RunFolder folder = new();
        TensorBoardCallback board = new() { LoggingDir = folder.File("board"), HistogramSteps = 2 };
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(folder) with { MaxSteps = 5, Freeze = ["embedding.*"], ReportTo = ["tensorboard"] }, null, board);

        _ = trainer.Train();

        string events = Encoding.Latin1.GetString(File.ReadAllBytes(Assert.Single(Directory.GetFiles(folder.File("board")))));
        Assert.Equal(2, events.Split("weights/classifier.weight").Length - 1);
        Assert.Equal(2, events.Split("gradients/classifier.bias").Length - 1);
        Assert.DoesNotContain("weights/embedding.weight", events, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("runs")));
    }

    [Fact]
    public void The_first_record_says_which_version_the_file_is() =>
        Assert.Equal("1800000000000000A37F4B2209000000000000F83F1A0D627261696E2E4576656E743A32", Convert.ToHexString(TensorBoardEvents.Header(1.5))[..^8]);

    [Theory]
    [InlineData("eval_loss", "eval/loss")]
    [InlineData("test_f1", "test/f1")]
    [InlineData("train_runtime", "train/train_runtime")]
    [InlineData("learning_rate", "train/learning_rate")]
    public void Names_are_grouped_as_in_the_reference(string key, string tag) => Assert.Equal(tag, TensorBoardCallback.TagOf(key));

    [Fact]
    public void A_trainer_that_reports_to_tensorboard_writes_a_folder_under_runs()
    {
        using RunFolder folder = new();
        TrainingArguments args = new() { OutputDir = folder.Path, MaxSteps = 2, LoggingSteps = 1, SaveStrategy = SaveStrategy.No, ReportTo = ["tensorboard"] };
        Trainer trainer = new(new TinyClassifier(), args)
        {
            TrainDataset = TinyData.Rows(8),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
        };

        _ = trainer.Train();

        string run = Assert.Single(Directory.GetDirectories(folder.File("runs")));
        string events = Encoding.Latin1.GetString(File.ReadAllBytes(Assert.Single(Directory.GetFiles(run, "events.out.tfevents.*"))));
        Assert.All(["brain.Event:2", "args/text_summary", "train/loss", "train/train_loss"], tag => Assert.Contains(tag, events, StringComparison.Ordinal));
    }

    private static byte[] Histogram(string tag, float[] values, int step) =>
        TensorBoardEvents.Histogram(tag, TensorBoardHistogram.Of(values)!, step, 1.5);
}
