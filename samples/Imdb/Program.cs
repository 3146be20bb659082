// The reference's guide to text classification, line for line: film reviews with DistilBERT, pushed to the Hub and asked there.
// dotnet run -c Release --project samples/Imdb       (after `finetune login`, or with HF_TOKEN set)
using FineTune;

var imdb = Datasets.LoadDataset("imdb");
Console.WriteLine(imdb["test"][0]);

var tokenizer = AutoTokenizer.FromPretrained("distilbert/distilbert-base-uncased");
var tokenizedImdb = imdb.MapBatched(examples => tokenizer.EncodeBatch(examples["text"], truncation: true));
var dataCollator = new DataCollatorWithPadding(tokenizer);

var accuracy = Evaluate.Load("accuracy");
var id2Label = new Dictionary<int, string> { [0] = "NEGATIVE", [1] = "POSITIVE" };

var model = AutoModelForSequenceClassification.FromPretrained(
    "distilbert/distilbert-base-uncased", new() { NumLabels = 2, Id2Label = id2Label });

var trainingArgs = new TrainingArguments
{
    OutputDir = "my_awesome_model",
    LearningRate = 2e-5,
    PerDeviceTrainBatchSize = 16,
    PerDeviceEvalBatchSize = 16,
    NumTrainEpochs = 2,
    WeightDecay = 0.01,
    EvalStrategy = IntervalStrategy.Epoch,
    SaveStrategy = SaveStrategy.Epoch,
    LoadBestModelAtEnd = true,
    PushToHub = true,
};

var trainer = new Trainer(model, trainingArgs)
{
    TrainDataset = tokenizedImdb["train"],
    EvalDataset = tokenizedImdb["test"],
    ProcessingClass = tokenizer,
    DataCollator = dataCollator,
    ComputeMetrics = evalPred =>
    {
        var (predictions, labels) = evalPred;
        return accuracy.Compute(predictions: predictions.ArgMax(axis: 1), references: labels);
    },
};

trainer.Train();
trainer.PushToHub();

var me = await new HfApi().WhoAmIAsync();
var classifier = Pipeline.Create("sentiment-analysis", $"{me.Name}/my_awesome_model");
Console.WriteLine(classifier.Classify("This was a masterpiece. Not completely faithful to the books, but enthralling from beginning to end."));
