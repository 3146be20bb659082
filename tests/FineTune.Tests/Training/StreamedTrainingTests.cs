using FineTune.Tests.Training.Checkpoints;
using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training;

public sealed class StreamedTrainingTests
{
    private static readonly Dataset s_rows = Dataset.FromList(TinyData.Rows(48));

    private static IterableDataset Stream => s_rows.ToIterableDataset(numShards: 4).Shuffle(seed: 7, bufferSize: 10);

    [Fact]
    public void A_streamed_run_is_the_run_on_the_same_rows_in_memory()
    {
        using RunFolder one = new();
        using RunFolder two = new();
        Trainer streamed = new ResumableRun(one.Path, Long) { Rows = Stream }.Make();
        Trainer held = new ResumableRun(two.Path, args => Long(args) with { TrainSamplingStrategy = TrainSamplingStrategy.Sequential })
        {
            Rows = Stream.ToDataset(),
        }.Make();

        double loss = streamed.Train().TrainingLoss;

        Assert.Equal(loss, held.Train().TrainingLoss);
        Assert.Equal(Weights(held), Weights(streamed));
    }

    [Fact]
    public void Every_epoch_comes_in_an_order_of_its_own()
    {
        using RunFolder folder = new();
        List<string> batches = [];
        ResumableRun run = new(folder.Path, args => args with { MaxSteps = 16, GradientAccumulationSteps = 1, PerDeviceTrainBatchSize = 6 })
        {
            Rows = Stream,
            OnForward = (_, batch) => batches.AddRange(batch.InputIds!.Shape[0] == 6 ? [string.Join(" ", batch.InputIds.ToArray())] : []), // Evaluation's are smaller.
        };
        IterableDataset second = Stream;
        second.SetEpoch(1);

        run.Train();

        Assert.Equal(16, batches.Count);
        Assert.Equal(Texts(Stream), batches[..8]);
        Assert.Equal(Texts(second), batches[8..]);
    }

    [Fact]
    public void A_stream_needs_max_steps_and_is_evaluated_without()
    {
        using RunFolder folder = new();
        Trainer trainer = new ResumableRun(folder.Path) { Rows = TinyData.Rows(6) }.Make();

        Assert.Contains("max_steps", Assert.ThrowsAny<ArgumentException>(() => new ResumableRun(folder.Path) { Rows = Stream }.Train()).Message);
        Assert.Equal(trainer.Evaluate(EvalDatasets.From(s_rows))["eval_loss"], trainer.Evaluate(EvalDatasets.From(s_rows.ToIterableDataset(3)))["eval_loss"]);
        Assert.Equal(trainer.Predict(s_rows).Predictions.ToArray(), trainer.Predict(s_rows.ToIterableDataset(3)).Predictions.ToArray());
    }

    [Theory]
    [InlineData(11)]
    [InlineData(8)]
    [InlineData(3)]
    public void The_loss_of_a_stream_is_that_of_a_list(int rows)
    {
        using RunFolder folder = new();
        Trainer trainer = TinyTrainer.Make(TinyTrainer.Args(folder));

        double expected = trainer.Evaluate(EvalDatasets.From(TinyData.Rows(rows)))["eval_loss"];

        Assert.Equal(expected, trainer.Evaluate(EvalDatasets.From(TinyData.Stream(rows)))["eval_loss"]);
    }

    private static TrainingArguments Long(TrainingArguments args) => args with { MaxSteps = 8 };

    private static IEnumerable<string> Texts(IterableDataset stream) =>
        stream.Chunk(6).Select(rows => string.Join(" ", rows.SelectMany(row => row.Get<long[]>("input_ids"))));

    private static float[] Weights(Trainer trainer) => [.. trainer.Model.Parameters().SelectMany(parameter => parameter.ToArray())];
}
