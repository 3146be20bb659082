using FineTune.Runtime;
using FineTune.Tests.Training.Pushes;
using FineTune.Tests.Training.Runs;
using FineTune.Training;

namespace FineTune.Tests.Training.Resources;

/// <summary>
/// An attempt that ran out of memory leaves nothing behind: what is trained with the batch that was found is, to the bit, what a run would have
/// been that began with it.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class AutoFindBatchSizeTests : IDisposable
{
    private readonly RunFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The batch to begin with, what fits, and the forward pass from which on memory is short.
    public static TheoryData<string, int, int, int, Func<TrainingArguments, TrainingArguments>> Runs => new()
    {
        { "at once", 8, 5, 1, args => args },
        { "in the second step", 8, 5, 2, args => args },
        { "in the second epoch", 8, 5, 5, args => args },
        { "half", 16, 8, 2, args => args },
        { "one less", 8, 7, 3, args => args },
        { "one", 16, 1, 2, args => args },
        { "more than there are rows", 64, 3, 1, args => args },
        { "accumulated", 8, 3, 2, args => args with { GradientAccumulationSteps = 2 } },
        { "averaged", 8, 5, 3, args => args with { EmaDecay = 0.8 } },
        { "with warm-up and decay", 8, 6, 3, args => args with { WarmupSteps = 2, WeightDecay = 0.1, LrSchedulerType = SchedulerType.Cosine } },
        { "sgd with momentum", 8, 5, 3, args => args with { Optim = OptimizerNames.Sgd, OptimArgs = "momentum=0.9" } },
        { "adafactor", 8, 5, 3, args => args with { Optim = OptimizerNames.Adafactor } },
        { "schedule-free", 8, 5, 3, args => args with { Optim = OptimizerNames.ScheduleFreeAdamw, LrSchedulerType = SchedulerType.Constant } },
        { "by length", 8, 5, 3, args => args with { TrainSamplingStrategy = TrainSamplingStrategy.GroupByLength } },
        { "in order", 8, 5, 3, args => args with { TrainSamplingStrategy = TrainSamplingStrategy.Sequential } },
        { "evaluated and saved", 8, 5, 4, args => args with { EvalStrategy = IntervalStrategy.Steps, EvalSteps = 1, SaveStrategy = SaveStrategy.Steps, SaveSteps = 1, SaveTotalLimit = 2 } },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_run_is_that_which_began_with_the_batch_that_was_found(string name, int first, int fits, int from, Func<TrainingArguments, TrainingArguments> change)
    {
        (Trainer expected, _, _) = Train(change(Args("straight", fits)), limit: int.MaxValue, from);
        (Trainer found, MessageLog log, int forwards) = Train(change(Args("found", first)) with { AutoFindBatchSize = true }, fits, from);

        Assert.NotNull(name);
        Assert.True(forwards > 0);
        Assert.Equal(fits, found.State.TrainBatchSize);
        Assert.Equal(Bits(expected), Bits(found));
        Assert.Equal(Logs(expected), Logs(found));
        Assert.Equal(expected.Generator.GetState(), found.Generator.GetState());
        Assert.Contains($"with batches of {fits} (auto_find_batch_size)", Assert.Single(log.Warnings, warning => warning.StartsWith("Memory ran out", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(Files("straight"), Files("found"));
        Assert.Equal(0, BufferPool.RentedFloats);
    }

    [Theory]
    [InlineData("reference", 8, 5, 5)] // 8, 7, 6, 5
    [InlineData("0.5", 16, 7, 4)] // 16, 8, 4
    [InlineData("", 16, 7, 7)]
    public void The_references_factor_can_be_asked_for(string factor, int first, int fits, int found)
    {
        Environment.SetEnvironmentVariable(BatchSizeSearch.Variable, factor);
        try
        {
            Assert.Equal(found, Train(Args("found", first) with { AutoFindBatchSize = true }, fits, from: 1).Trainer.State.TrainBatchSize);
        }
        finally
        {
            Environment.SetEnvironmentVariable(BatchSizeSearch.Variable, null);
        }
    }

    [Theory]
    [InlineData("2")]
    [InlineData("-0.5")]
    [InlineData("half")]
    public void A_factor_that_is_none_is_refused(string factor) =>
        Assert.Contains(BatchSizeSearch.Variable, Assert.Throws<TrainingArgumentsException>(() => BatchSizeSearch.FactorOf(factor)).Message, StringComparison.Ordinal);

    [Fact]
    public void Callbacks_and_an_optimizer_of_ones_own_begin_again_too()
    {
        Trainer Make(string folder, int size, int limit, bool finds)
        {
            TinyClassifier model = Model(limit, from: 3, out _);
            AdamW optimizer = new([new ParameterGroup(model.NamedParameters())], new AdamWOptions { Lr = 0.05 });
            return new Trainer(model, Args(folder, size) with { AutoFindBatchSize = finds, EvalStrategy = IntervalStrategy.Steps, EvalSteps = 1, SaveStrategy = SaveStrategy.Steps, SaveSteps = 1, LoadBestModelAtEnd = true, MetricForBestModel = "loss" })
            {
                TrainDataset = TinyData.Rows(20),
                EvalDataset = TinyData.Rows(9, 1),
                Callbacks = [new PrinterCallback { Output = TextWriter.Null }, new EarlyStoppingCallback { EarlyStoppingPatience = 3, EarlyStoppingThreshold = 10 }],
                Optimizers = (optimizer, null),
                Logger = new MessageLog(),
            };
        }

        Trainer expected = Make("straight", 5, int.MaxValue, finds: false);
        Trainer found = Make("found", 8, 5, finds: true);
        _ = expected.Train();
        _ = found.Train();

        Assert.Equal(Bits(expected), Bits(found));
        Assert.Equal(Logs(expected), Logs(found));
    }

    [Fact]
    public void Without_the_flag_the_error_names_it()
    {
        OutOfMemoryException exception = Assert.Throws<OutOfMemoryException>(() => Train(Args("plain", 8), limit: 5, from: 2));

        Assert.Contains("--auto_find_batch_size", exception.Message, StringComparison.Ordinal);
        Assert.Contains("at step 2, with batches of 8", exception.Message, StringComparison.Ordinal);
    }

    private TrainingArguments Args(string folder, int batch) => TinyTrainer.Args(_folder.File(folder)) with { PerDeviceTrainBatchSize = batch, NumTrainEpochs = 3 };

    private static (Trainer Trainer, MessageLog Log, int Forwards) Train(TrainingArguments args, int limit, int from)
    {
        MessageLog log = new();
        TinyClassifier model = Model(limit, from, out Func<int> forwards);
        Trainer trainer = new(model, args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }],
            Logger = log,
        };
        _ = trainer.Train();
        return (trainer, log, forwards());
    }

    private static TinyClassifier Model(int limit, int from, out Func<int> forwards)
    {
        int count = 0;
        forwards = () => count;
        return new TinyClassifier
        {
            OnForward = (model, batch) =>
            {
                if (model.Training && ++count >= from && batch.Size > limit)
                {
                    _ = Tensor.Zeros(new Shape(100)); // What the step had rented.
                    throw new OutOfMemoryException();
                }
            },
        };
    }

    private static int[] Bits(Trainer trainer) => [.. TinyTrainer.Weights(trainer).Select(BitConverter.SingleToInt32Bits)];

    private static string[] Logs(Trainer trainer) => [.. trainer.State.LogHistory.Select(entry =>
        string.Join(" ", entry.Where(pair => !pair.Key.Contains("runtime", StringComparison.Ordinal) && !pair.Key.Contains("per_second", StringComparison.Ordinal))))];

    private string[] Files(string folder) => [.. Directory.EnumerateFileSystemEntries(_folder.File(folder)).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
}
