using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Resources;

[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    private const long Limit = 64 * 1024;

    [Fact]
    public void A_step_allocates_less_than_64_KiB_whatever_its_texts_lengths()
    {
        // The counter is the process's: now and then the runtime or the test host allocates beside a step. What the step itself allocates, it
        // allocates in every repetition of the run.
        long[][] runs = [.. Enumerable.Range(0, 3).Select(_ => Steps(layers: 6, batchSize: 8, shortest: 5, longest: 60))];
        long[] steps = [.. runs[0].Select((_, step) => runs.Min(run => run[step]))];

        Assert.All(steps, allocated => Assert.InRange(allocated, 0, Limit));
    }

    [Fact]
    public void A_larger_batch_costs_a_step_only_the_examples_themselves()
    {
        const long BytesOfExample = 256;
        // All steps are alike; on a busy machine the cheapest is what the step itself costs.
        long few = Enumerable.Range(0, 3).Min(_ => Steps(layers: 2, batchSize: 4, shortest: 20, longest: 20).Min());

        long many = Enumerable.Range(0, 3).Min(_ => Steps(layers: 2, batchSize: 48, shortest: 100, longest: 100).Min());

        Assert.InRange(many, 0, few + ((48 - 4) * BytesOfExample));
    }

    [Fact]
    public void Windows_and_relative_positions_allocate_less_than_64_KiB_a_step_too()
    {
        PretrainedConfig small = SmallBert.Config(layers: 6, hidden: 32);
        Dictionary<string, object?> sizes = new()
        {
            ["vocab_size"] = small.VocabSize,
            ["hidden_size"] = 32,
            ["intermediate_size"] = 32,
            ["num_hidden_layers"] = 6,
            ["num_attention_heads"] = small.NumAttentionHeads,
            ["pad_token_id"] = small.PadTokenId,
            ["num_labels"] = small.NumLabels,
        };
        PretrainedConfig[] configs =
        [
            new ModernBertConfig { LocalAttention = 16 }.With(sizes),
            new DebertaV2Config { RelativeAttention = true, PosAttType = ["c2p", "p2c"], ShareAttKey = true, PositionBuckets = 16 }.With(sizes),
        ];

        foreach (PretrainedConfig config in configs)
        {
            long[][] runs = [.. Enumerable.Range(0, 3).Select(_ => Steps(config, batchSize: 8, shortest: 5, longest: 60))];
            Assert.All(runs[0].Select((_, step) => runs.Min(run => run[step])), allocated => Assert.InRange(allocated, 0, Limit));
        }
    }

    private static long[] Steps(int layers, int batchSize, int shortest, int longest) =>
        Steps(SmallBert.Config(layers, hidden: 32), batchSize, shortest, longest);

    /// <summary>Gets what each step allocated on the managed heap, on any thread, once the largest batch has been seen.</summary>
    private static long[] Steps(PretrainedConfig config, int batchSize, int shortest, int longest)
    {
        using RunFolder folder = new();
        Meter meter = new();
        TrainingArguments args = new() { PerDeviceTrainBatchSize = batchSize, NumTrainEpochs = 3, LoggingSteps = 1000 };
        Trainer trainer = SmallBert.Trainer(
            AutoModelForSequenceClassification.FromConfig(config),
            SmallBert.Rows(20 * batchSize, shortest, longest), folder, args, meter);

        trainer.Train();

        return [.. meter.Allocated.Zip(meter.Allocated.Skip(1), (before, after) => after - before).Skip(40)];
    }

    private sealed class Meter : TrainerCallback
    {
        public List<long> Allocated { get; } = new(1000);

        public override void OnStepEnd(TrainerContext context) => Allocated.Add(GC.GetTotalAllocatedBytes(precise: true));
    }
}
