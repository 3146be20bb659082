// A CSV file with the columns text and label, fine-tuned for a few epochs; the best model by eval_loss is kept.
// dotnet run --project samples/CsvClassification -- MODEL_DIR DATA.csv OUTPUT_DIR
using FineTune;

(string modelName, string file, string output) = (args[0], args[1], args[2]);

var dataset = Dataset.LoadCsv(file).ClassEncodeColumn("label").TrainTestSplit(testSize: 0.2, seed: 42);
var labels = (ClassLabel)dataset["train"].Features["label"];

var tokenizer = AutoTokenizer.FromPretrained(modelName);
var encoded = dataset
    .Map(row => tokenizer.Encode(row.Get<string>("text"), padding: PaddingStrategy.MaxLength, truncation: true, maxLength: 128))
    .RenameColumn("label", "labels")
    .RemoveColumns("text");

var model = AutoModelForSequenceClassification.FromPretrained(modelName, new()
{
    NumLabels = labels.NumClasses,
    Id2Label = labels.Id2Label,
});

var arguments = new TrainingArguments
{
    OutputDir = output,
    EvalStrategy = IntervalStrategy.Epoch,
    SaveStrategy = IntervalStrategy.Epoch,
    LearningRate = 2e-5,
    PerDeviceTrainBatchSize = 8,
    PerDeviceEvalBatchSize = 8,
    NumTrainEpochs = 3,
    WeightDecay = 0.01,
    LoadBestModelAtEnd = true,
    MetricForBestModel = "eval_loss",
};

var trainer = new Trainer(model, arguments)
{
    TrainDataset = encoded["train"],
    EvalDataset = encoded["test"],
    ProcessingClass = tokenizer,
};

TrainOutput result = trainer.Train();
Console.WriteLine($"{result.GlobalStep} steps, training loss {result.TrainingLoss:F4}");
Console.WriteLine($"eval_loss {trainer.Evaluate()["eval_loss"]:F4}, best checkpoint {trainer.State.BestModelCheckpoint}");
trainer.SaveModel(Path.Combine(output, "final"));
