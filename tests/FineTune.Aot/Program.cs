// Trains, saves, loads and asks: the same lines, whether compiled ahead of time, trimmed or at run time. Beside them, on standard error, how long it took.
// FineTune.Aot MODEL TRAIN.csv OUT [STEPS]
using System.Diagnostics;
using System.Globalization;
using FineTune;

if (args.Length < 3)
{
    Console.WriteLine(typeof(Trainer).Name);
    return;
}

TrainingArguments arguments = new()
{
    OutputDir = args[2],
    MaxSteps = args.Length > 3 ? int.Parse(args[3], CultureInfo.InvariantCulture) : 4,
    PerDeviceTrainBatchSize = 16,
    LoggingSteps = 1,
    SaveStrategy = SaveStrategy.No,
    ReportTo = [],
    DisableTqdm = true,
};
RunArguments run = new() { MaxTrainSamples = 2000, PadToMaxLength = false };
TextClassifierResult result = TextClassifier.Train(args[1], args[0], arguments, run);
Console.WriteLine($"loss {BitConverter.DoubleToInt64Bits(result.Metrics["train_loss"]):X}");
Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.Metrics["train_samples_per_second"]} samples/s"));

long start = Stopwatch.GetTimestamp();
using TextClassificationPipeline classifier = result.CreatePipeline();
foreach (string text in new[] { "play some jazz", "will it rain tomorrow", "book a table for two" })
{
    ClassificationResult answer = await classifier.ClassifyAsync(text);
    Console.WriteLine($"{answer.Label} {BitConverter.SingleToInt32Bits(answer.Score):X}");
}

Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms to load and ask"));
