// Paraphrase pairs (GLUE MRPC's columns sentence1, sentence2, label): dynamic padding, the GLUE metric, a table of epochs.
// dotnet run --project samples/Paraphrase -- MODEL_DIR TRAIN.csv VALIDATION.csv OUTPUT_DIR
using FineTune;

string checkpoint = args[0];
var raw = new DatasetDict { ["train"] = Dataset.LoadCsv(args[1]), ["validation"] = Dataset.LoadCsv(args[2]) };

var tokenizer = AutoTokenizer.FromPretrained(checkpoint);
var tokenized = raw.Map(row => tokenizer.Encode(row.Get<string>("sentence1"), row.Get<string>("sentence2"), truncation: true));
var collator = new DataCollatorWithPadding(tokenizer);
var model = AutoModelForSequenceClassification.FromPretrained(checkpoint, new() { NumLabels = 2 });

var metric = Evaluate.Load("glue", "mrpc");
var arguments = new TrainingArguments { OutputDir = args[3], EvalStrategy = IntervalStrategy.Epoch, SaveStrategy = IntervalStrategy.No };

var trainer = new Trainer(model, arguments)
{
    TrainDataset = tokenized["train"],
    EvalDataset = tokenized["validation"],
    DataCollator = collator,
    ProcessingClass = tokenizer,
    ComputeMetrics = prediction => metric.Compute(prediction.ArgMax(), prediction.LabelIds),
};

trainer.Train();
