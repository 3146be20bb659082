using FineTune;

TextClassifierResult result = TextClassifier.Train(
    "reviews.csv",
    "MODEL_NAME_OR_PATH",
    new TrainingArguments { OutputDir = "out", NumTrainEpochs = 3, PerDeviceTrainBatchSize = 8, ReportTo = [] });

TextClassificationPipeline classifier = result.CreatePipeline();
foreach (string text in new[] { "A wonderful film, I laughed all evening.", "Two hours of my life that nobody gives back." })
{
    Console.WriteLine($"{classifier.Classify(text).Label}  {text}");
}
