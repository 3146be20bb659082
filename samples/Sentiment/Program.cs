// Sentiment: shuffled subsets, metrics, a collator and a callback of one's own; save, reload, predict, resume.
// dotnet run --project samples/Sentiment -- MODEL_DIR DATA.csv OUTPUT_DIR
using FineTune;

(string modelName, string file, string output) = (args[0], args[1], args[2]);

var dataset = Dataset.LoadCsv(file).ClassEncodeColumn("label").TrainTestSplit(testSize: 0.25, seed: 7);
var tokenizer = AutoTokenizer.FromPretrained(modelName);
var encoded = dataset.Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true), removeColumns: ["text"]);
var train = encoded["train"].Shuffle(seed: 42).Take(1000);
var test = encoded["test"].Shuffle(seed: 42).Take(200);

var arguments = new TrainingArguments
{
    OutputDir = output,
    LearningRate = 2e-5,
    PerDeviceTrainBatchSize = 16,
    PerDeviceEvalBatchSize = 16,
    MaxSteps = 8,
    SaveSteps = 4,
    LoggingSteps = 2,
    WeightDecay = 0.01,
};

Trainer NewTrainer() => new(AutoModelForSequenceClassification.FromPretrained(modelName, new() { NumLabels = 2 }), arguments)
{
    TrainDataset = train,
    EvalDataset = test,
    ProcessingClass = tokenizer,
    DataCollator = new LowercasePadding(new DataCollatorWithPadding(tokenizer)),
    ComputeMetrics = prediction => Metrics.Accuracy(prediction),
    Callbacks = [new LossPrinter()],
};

var trainer = NewTrainer();
trainer.Train();
Console.WriteLine($"accuracy {trainer.Evaluate()["eval_accuracy"]:F3}");
trainer.SaveModel(Path.Combine(output, "final"));

var classify = Pipeline.Create("text-classification", Path.Combine(output, "final"));
Console.WriteLine(classify.Classify("what a lovely film"));

Directory.Delete(Path.Combine(output, "checkpoint-8"), recursive: true);
Console.WriteLine($"resumed from step 4, now at {NewTrainer().Train(ResumeFrom.LastCheckpoint).GlobalStep}");

internal sealed class LossPrinter : TrainerCallback
{
    public override void OnLog(TrainerContext context, LogEntry logs) =>
        Console.WriteLine(logs.TryGetValue("loss", out double loss) ? $"step {context.State.GlobalStep}: loss {loss:F4}" : "done");
}

internal sealed class LowercasePadding(IDataCollator inner) : IDataCollator
{
    public Batch Collate(IReadOnlyList<Example> examples) => inner.Collate(examples); // change the examples here
}
