namespace FineTune.Cli.Tests;

/// <summary>The program of README.md, word for word but for its three paths.</summary>
internal static class ReadmeProgram
{
    public static TrainOutput Run(string reviews, string bertTiny, string output)
    {
        // begin
        var dataset = Dataset.LoadCsv(reviews).TrainTestSplit(testSize: 0.2, seed: 42);
        var tokenizer = AutoTokenizer.FromPretrained(bertTiny);
        var encoded = dataset.Map(row => tokenizer.Encode(row.Get<string>("text"), truncation: true));
        var model = AutoModelForSequenceClassification.FromPretrained(bertTiny, new() { NumLabels = 2 });

        var args = new TrainingArguments
        {
            OutputDir = output,
            EvalStrategy = IntervalStrategy.Epoch,
            SaveStrategy = SaveStrategy.Epoch,
            LoadBestModelAtEnd = true,
            MetricForBestModel = "accuracy",
        };

        var trainer = new Trainer(model, args)
        {
            TrainDataset = encoded["train"],
            EvalDataset = encoded["test"],
            DataCollator = new DataCollatorWithPadding(tokenizer),
            ComputeMetrics = prediction => Metrics.Accuracy(prediction),
            Callbacks = [new EarlyStoppingCallback { EarlyStoppingPatience = 2 }],
        };

        TrainOutput result = trainer.Train();
        trainer.SaveModel(Path.Combine(output, "final"));

        // end
        return result;
    }
}
