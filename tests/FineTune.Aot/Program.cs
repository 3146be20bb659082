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

// Columns that fill part of a tile, and sums longer than a block.
PretrainedConfig odd = new BertConfig().With(new Dictionary<string, object?>
{
    ["vocab_size"] = 20,
    ["hidden_size"] = 28,
    ["num_hidden_layers"] = 1,
    ["num_attention_heads"] = 4,
    ["intermediate_size"] = 1000,
    ["num_labels"] = 13,
});
PreTrainedModel model = AutoModelForSequenceClassification.FromConfig(odd, 1);
model.Eval();
Tensor logits = model.Forward(new Batch
{
    ["input_ids"] = new LongTensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], new Shape(2, 6)),
    ["attention_mask"] = new LongTensor([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], new Shape(2, 6)),
}).Logits!;
Console.WriteLine(string.Join(' ', logits.ToArray().Select(logit => $"{BitConverter.SingleToInt32Bits(logit):X}")));
