// The reference's fine-tuning tutorial, line for line: stars from reviews, a thousand rows of each split, padded to the longest a model takes.
// dotnet run -c Release --project samples/Yelp       (after `finetune login`, or with HF_TOKEN set)
using FineTune;

var dataset = Datasets.LoadDataset("Yelp/yelp_review_full");
Console.WriteLine(dataset["train"][100]);

var tokenizer = AutoTokenizer.FromPretrained("google-bert/bert-base-cased");
dataset = dataset.MapBatched(examples => tokenizer.EncodeBatch(examples["text"], padding: PaddingStrategy.MaxLength, truncation: true));

var smallTrain = dataset["train"].Shuffle(seed: 42).Select(Enumerable.Range(0, 1000));
var smallEval = dataset["test"].Shuffle(seed: 42).Select(Enumerable.Range(0, 1000));

var model = AutoModelForSequenceClassification.FromPretrained("google-bert/bert-base-cased", new() { NumLabels = 5 });
var metric = Evaluate.Load("accuracy");

var trainingArgs = new TrainingArguments
{
    OutputDir = "yelp_review_classifier",
    EvalStrategy = IntervalStrategy.Epoch,
    PushToHub = true,
};

var trainer = new Trainer(model, trainingArgs)
{
    TrainDataset = smallTrain,
    EvalDataset = smallEval,
    ComputeMetrics = evalPred =>
    {
        var (logits, labels) = evalPred;
        // Convert the logits to their predicted class.
        return metric.Compute(predictions: logits.ArgMax(axis: -1), references: labels);
    },
};

trainer.Train();
trainer.PushToHub();
