using FineTune.Tests.Training.Runs;

namespace FineTune.Tests.Training.Resources;

[Collection(AloneCollection.Name)]
public sealed class AllocationTests
{
    private const long Limit = 64 * 1024;

    /// <summary>Architectures with ways of their own through a step: counted positions, windows, relative positions of each kind, a convolution.</summary>
    private static readonly Dictionary<string, PretrainedConfig> Configs = new()
    {
        ["bert"] = new BertConfig(),
        ["roberta"] = new RobertaConfig(),
        ["mpnet"] = new MPNetConfig(),
        ["modernbert"] = new ModernBertConfig { LocalAttention = 16 },
        ["modernbert, mean"] = new ModernBertConfig { LocalAttention = 16, ClassifierPooling = "mean" },
        ["deberta"] = new DebertaConfig { RelativeAttention = true, PosAttType = ["c2p", "p2c"] },
        ["deberta-v2"] = new DebertaV2Config { RelativeAttention = true, PosAttType = ["c2p", "p2c"], PositionBuckets = 16, ConvKernelSize = 3 },
        ["deberta-v3"] = new DebertaV2Config { RelativeAttention = true, PosAttType = ["c2p", "p2c"], PositionBuckets = 16, ShareAttKey = true },
    };

    public static TheoryData<string> Names => [.. Configs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_step_allocates_less_than_64_KiB_whatever_its_texts_lengths(string name)
    {
        Assert.All(Steps(SmallBert.Sized(Configs[name], layers: 6), batchSize: 8, shortest: 5, longest: 60), allocated => Assert.InRange(allocated, 0, Limit));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_larger_batch_costs_a_step_only_the_examples_themselves(string name)
    {
        const long BytesOfExample = 256;
        const int Many = 32;
        const int Few = 4;
        PretrainedConfig config = SmallBert.Sized(Configs[name], layers: 2);

        // A second thread draws masks ahead when it is free, which costs a step a few KB, or does not: what has to do with time, not with the batch.
        (long[] allocatedByMany, long most) = AloneCollection.WithThreads(1, () =>
        {
            long[] many = Steps(config, Many, shortest: 80, longest: 80);
            long limit = Math.Min(Limit, Steps(config, Few, shortest: 20, longest: 20).Max() + ((Many - Few) * BytesOfExample));

            // On a busy machine the code was not yet compiled for good, and what is not allocates more.
            return (many.Max() > limit ? Steps(config, Many, shortest: 80, longest: 80) : many, limit);
        });

        Assert.All(allocatedByMany, allocated => Assert.InRange(allocated, 0, most));
    }

    /// <summary>
    /// Gets what each step allocated, the least of three runs. The counter is the process's: now and then the runtime or the test host allocates beside a
    /// step. What the step itself allocates, it allocates in every repetition of the run.
    /// </summary>
    private static long[] Steps(PretrainedConfig config, int batchSize, int shortest, int longest)
    {
        long[][] runs = [.. Enumerable.Range(0, 3).Select(_ => Run(config, batchSize, shortest, longest))];
        return [.. runs[0].Select((_, step) => runs.Min(run => run[step]))];
    }

    /// <summary>Gets what each step allocated on the managed heap, on any thread, once the largest batch has been seen.</summary>
    private static long[] Run(PretrainedConfig config, int batchSize, int shortest, int longest)
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
