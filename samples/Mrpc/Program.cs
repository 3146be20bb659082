// Chapter 3 of the reference's course, line for line: are two sentences paraphrases? BERT on GLUE's MRPC.
// dotnet run -c Release --project samples/Mrpc
using FineTune;

var rawDatasets = Datasets.LoadDataset("glue", "mrpc");
Console.WriteLine(rawDatasets["train"].Features);

const string checkpoint = "bert-base-uncased";
var tokenizer = AutoTokenizer.FromPretrained(checkpoint);
var tokenizedDatasets = rawDatasets.MapBatched(example => tokenizer.EncodeBatch(example["sentence1"], example["sentence2"], truncation: true));
var dataCollator = new DataCollatorWithPadding(tokenizer);

var trainingArgs = new TrainingArguments { OutputDir = "test-trainer", EvalStrategy = IntervalStrategy.Epoch };
var model = AutoModelForSequenceClassification.FromPretrained(checkpoint, new() { NumLabels = 2 });
var metric = Evaluate.Load("glue", "mrpc");

var trainer = new Trainer(model, trainingArgs)
{
    TrainDataset = tokenizedDatasets["train"],
    EvalDataset = tokenizedDatasets["validation"],
    DataCollator = dataCollator,
    ProcessingClass = tokenizer,
    ComputeMetrics = evalPreds =>
    {
        var (logits, labels) = evalPreds;
        return metric.Compute(predictions: logits.ArgMax(axis: -1), references: labels);
    },
};

trainer.Train();

var predictions = trainer.Predict(tokenizedDatasets["validation"]);
Console.WriteLine($"{predictions.Predictions.Shape} {predictions.LabelIds.Shape}");
Console.WriteLine(metric.Compute(predictions: predictions.ArgMax(), references: predictions.LabelIds));
