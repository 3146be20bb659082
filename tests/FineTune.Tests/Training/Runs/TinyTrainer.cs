using Microsoft.Extensions.Logging.Abstractions;

namespace FineTune.Tests.Training.Runs;

/// <summary>Makes Trainers of the tiny model that print nothing.</summary>
internal static class TinyTrainer
{
    public static TrainingArguments Args(RunFolder folder) => Args(folder.Path);

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

    public static Trainer Make(TrainingArguments args, TinyClassifier? model = null, params IReadOnlyList<TrainerCallback> callbacks) =>
        new(model ?? new TinyClassifier(), args)
        {
            TrainDataset = TinyData.Rows(20),
            EvalDataset = TinyData.Rows(9, 1),
            Callbacks = [new PrinterCallback { Output = TextWriter.Null }, .. callbacks],
            Logger = NullLogger.Instance,
        };

    public static float[] Weights(Trainer trainer) => [.. trainer.Model.Parameters().SelectMany(parameter => parameter.ToArray())];

    public static double[] Losses(Trainer trainer) =>
        [.. trainer.State.LogHistory.Where(entry => entry.ContainsKey("loss")).Select(entry => entry["loss"])];
}
