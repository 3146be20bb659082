using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.PublicApi.Tests.Extending;

/// <summary>A small classifier with a model and data of one's own, written against the public API only.</summary>
internal static class Toy
{
    public static TrainingArguments Args(string folder) => new()
    {
        OutputDir = folder,
        PerDeviceTrainBatchSize = 4,
        PerDeviceEvalBatchSize = 4,
        NumTrainEpochs = 1,
        LearningRate = 0.05,
        LoggingSteps = 1,
        SaveStrategy = SaveStrategy.No,
    };

    public static List<Example> Rows(int count) => [.. Enumerable.Range(0, count).Select(Row)];

    public static IEnumerable<Example> Endless()
    {
        for (int i = 0; ; i++)
        {
            yield return Row(i);
        }
    }

    public static async IAsyncEnumerable<Example> Arriving(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return Row(i);
        }
    }

    /// <summary>A callback list that keeps the console quiet.</summary>
    public static IReadOnlyList<TrainerCallback> Quiet(params IReadOnlyList<TrainerCallback> callbacks) =>
        [new PrinterCallback { Output = TextWriter.Null }, .. callbacks];

    public static Trainer Trainer(TrainingArguments args, ToyModel? model = null) => new(model ?? new ToyModel(), args)
    {
        TrainDataset = Rows(16),
        EvalDataset = Rows(8),
        Callbacks = Quiet(),
        Logger = NullLogger.Instance,
    };

    public static double[] Logged(Trainer trainer, string key) =>
        [.. trainer.State.LogHistory.Where(entry => entry.ContainsKey(key)).Select(entry => entry[key])];

    public static float[] Weights(Trainer trainer) => [.. trainer.Model.Parameters().SelectMany(parameter => parameter.ToArray())];

    private static Example Row(int i) => new(new Dictionary<string, object?>
    {
        ["input_ids"] = new long[] { i % 5, i * i % 5, 3 },
        ["labels"] = (long)(i % 2),
    });
}
